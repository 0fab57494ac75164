package com.sphereon.kms.provider.software;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Set;

/**
 * Verifies with the same cryptography that {@link SoftwareKeyProviderFactory providers of this module} sign with. Keys
 * seen before are remembered, since preparing one takes as long as some verifications do. Safe for use by many threads.
 */
public final class SoftwareSignatureVerifier implements SignatureVerifier {
    /** Most public keys that are kept ready for use. */
    static final int MAX_PREPARED_KEYS = 10_000;

    private final CryptoEngines engines;
    private final JcaKeys jcaKeys;
    private final Cache<PreparedFor, PublicKey> prepared;

    private record PreparedFor(PublicKeyMaterial key, String jcaProvider) {}

    /** Uses the Amazon Corretto Crypto Provider where it works, and else what the JVM has installed. */
    public SoftwareSignatureVerifier() {
        this(CryptoEngines.shared(CryptographyProvider.AUTO));
    }

    SoftwareSignatureVerifier(CryptoEngines engines) {
        this.engines = engines;
        this.jcaKeys = new JcaKeys(engines.providers());
        this.prepared = Caffeine.newBuilder()
                .maximumSize(MAX_PREPARED_KEYS)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Set<SignatureAlgorithm> algorithms() {
        return engines.signatureAlgorithms();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedException for a MAC
     * @throws InvalidRequestException when the algorithm does not fit the key, or the key is no point of its curve
     */
    @Override
    public boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature) {
        SignatureEngine engine = engines.signature(input.algorithm(), input.type());
        LoadedKey.requireFit(input.algorithm(), key.spec());
        if (signature.length != signatureBytes(key.spec())) {
            return false;
        }
        try {
            return engine.verify(prepared(key, engine), input.bytes(), signature);
        } catch (InvalidKeyException e) {
            throw unusable(key);
        } catch (GeneralSecurityException e) {
            throw new ProviderFailedException("the signature could not be verified", e);
        }
    }

    private PublicKey prepared(PublicKeyMaterial key, SignatureEngine engine) {
        // by name: a JCA provider hashes as the whole table of what it offers
        return prepared.get(new PreparedFor(key, engine.provider().getName()), wanted -> {
            try {
                return JcaKeys.translated(jcaKeys.publicKey(key), engine.provider());
            } catch (InvalidKeyException | InvalidKeySpecException e) {
                throw unusable(key);
            } catch (GeneralSecurityException e) {
                throw new ProviderFailedException("the key could not be made ready for use", e);
            }
        });
    }

    private static InvalidRequestException unusable(PublicKeyMaterial key) {
        return new InvalidRequestException("key is not a public key of type %s".formatted(key.spec()));
    }

    /** The only length a signature of such a key has; X25519 and X448 have passed no algorithm before this. */
    private static int signatureBytes(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> 2 * ec.curve().coordinateBytes();
            case KeySpec.Okp okp -> okp.curve() == Curve.ED25519 ? 64 : 114;
            case KeySpec.Rsa rsa -> rsa.sizeBits() / Byte.SIZE;
            case KeySpec.Oct oct -> throw new IllegalArgumentException("a symmetric key makes no signatures");
        };
    }
}
