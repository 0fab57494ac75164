package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Algorithm;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAgreementAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.KeyWrapAlgorithm.Scheme;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SupportedEncryption;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Encrypts, wraps and agrees with the keys of a keystore. */
final class SoftwareKeyCipher implements KeyCipher {
    /**
     * All but two of the contract's. RSA1_5 would let whoever may unwrap decrypt what was meant for others (Bleichenbacher 1998),
     * and DIR wraps nothing.
     */
    static final SupportedEncryption SUPPORTED = new SupportedEncryption(
            EnumSet.allOf(ContentEncryptionAlgorithm.class),
            Stream.of(KeyWrapAlgorithm.values())
                    .filter(algorithm -> Set.of(Scheme.RSA_OAEP, Scheme.AES_KW, Scheme.AES_GCM)
                            .contains(algorithm.scheme()))
                    .collect(Collectors.toSet()),
            EnumSet.allOf(KeyAgreementAlgorithm.class));

    private final Keystore keystore;
    private final Map<ContentEncryptionAlgorithm, ContentCipher> contents =
            new EnumMap<>(ContentEncryptionAlgorithm.class);
    private final KeyWraps wraps;
    private final SharedSecrets secrets;

    SoftwareKeyCipher(CryptoEngines engines, Keystore keystore) {
        this.keystore = keystore;
        AesGcm gcm = new AesGcm(engines.providers());
        for (ContentEncryptionAlgorithm algorithm : ContentEncryptionAlgorithm.values()) {
            contents.put(
                    algorithm,
                    switch (algorithm) {
                        case A128GCM, A192GCM, A256GCM -> gcm;
                        case A128CBC_HS256 -> new AesCbcHmac(algorithm, SignatureAlgorithm.HMAC_SHA256, engines);
                        case A192CBC_HS384 -> new AesCbcHmac(algorithm, SignatureAlgorithm.HMAC_SHA384, engines);
                        case A256CBC_HS512 -> new AesCbcHmac(algorithm, SignatureAlgorithm.HMAC_SHA512, engines);
                    });
        }
        this.wraps = new KeyWraps(engines.providers(), gcm);
        this.secrets = new SharedSecrets(engines.providers());
    }

    @Override
    public SealedText encrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SecretBytes plaintext, byte[] associated) {
        WipeableKey symmetric = symmetric(keystore.find(key), algorithm);
        return plaintext.expose(octets -> computed(() -> content(algorithm).seal(symmetric, octets, associated)));
    }

    @Override
    public SecretBytes decrypt(
            KeyHandle key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        WipeableKey symmetric = symmetric(keystore.find(key), algorithm);
        return opened(() -> content(algorithm).open(symmetric, sealed, associated));
    }

    @Override
    public byte[] wrap(KeyHandle key, KeyWrapAlgorithm algorithm, SecretBytes keyToWrap) {
        requireSupported(algorithm);
        LoadedKey loaded = fitting(keystore.find(key), algorithm);
        algorithm.requireWrappable(loaded.description().spec(), keyToWrap.length());
        return keyToWrap.expose(octets -> computed(() -> switch (algorithm.scheme()) {
            case RSA_OAEP -> wraps.wrapOaep(rsa(loaded), algorithm, octets);
            case AES_KW -> wraps.wrapKw(symmetric(loaded, algorithm), octets);
            case AES_GCM -> wraps.wrapGcm(symmetric(loaded, algorithm), octets);
            case RSA_PKCS1, DIRECT -> throw unsupported(algorithm);
        }));
    }

    @Override
    public SecretBytes unwrap(KeyHandle key, KeyWrapAlgorithm algorithm, byte[] wrappedKey) {
        requireSupported(algorithm);
        LoadedKey loaded = fitting(keystore.find(key), algorithm);
        return opened(() -> switch (algorithm.scheme()) {
            case RSA_OAEP -> wraps.unwrapOaep((AsymmetricKey) loaded, rsa(loaded), algorithm, wrappedKey);
            case AES_KW -> wraps.unwrapKw(symmetric(loaded, algorithm), wrappedKey);
            case AES_GCM -> wraps.unwrapGcm(symmetric(loaded, algorithm), wrappedKey);
            case RSA_PKCS1, DIRECT -> throw unsupported(algorithm);
        });
    }

    @Override
    public SecretBytes agree(KeyHandle key, PublicKeyMaterial publicKey) {
        LoadedKey loaded = fitting(keystore.find(key), KeyAgreementAlgorithm.ECDH_ES);
        KeySpec spec = loaded.description().spec();
        if (!publicKey.spec().equals(spec)) {
            throw new InvalidRequestException(
                    "the public key is of type %s; a key of type %s agrees with its own kind only"
                            .formatted(publicKey.spec(), spec));
        }
        return switch (loaded) {
            case AsymmetricKey asymmetric ->
                computed(() -> secrets.onWeierstrass(asymmetric, (PublicKeyMaterial.Ec) publicKey));
            case AgreementKey agreement -> SharedSecrets.onMontgomery(agreement, (PublicKeyMaterial.Okp) publicKey);
            case SymmetricKey symmetric -> throw new IllegalStateException("a symmetric key fits no agreement");
        };
    }

    private ContentCipher content(ContentEncryptionAlgorithm algorithm) {
        return Objects.requireNonNull(contents.get(algorithm));
    }

    private static WipeableKey symmetric(LoadedKey key, Algorithm algorithm) {
        return ((SymmetricKey) fitting(key, algorithm)).key();
    }

    private static PublicKeyMaterial.Rsa rsa(LoadedKey key) {
        return (PublicKeyMaterial.Rsa) key.description().publicKey().orElseThrow();
    }

    private static LoadedKey fitting(LoadedKey key, Algorithm algorithm) {
        KeySpec spec = key.description().spec();
        if (!algorithm.fits(spec)) {
            throw new InvalidRequestException(
                    "algorithm %s does not fit a key of type %s".formatted(algorithm.name(), spec));
        }
        return key;
    }

    private static void requireSupported(KeyWrapAlgorithm algorithm) {
        if (!SUPPORTED.wrapping().contains(algorithm)) {
            throw unsupported(algorithm);
        }
    }

    private static UnsupportedException unsupported(KeyWrapAlgorithm algorithm) {
        return new UnsupportedException("algorithm %s wraps no keys here".formatted(algorithm));
    }

    private interface Computation<T> {
        T run() throws GeneralSecurityException;
    }

    private static <T> T computed(Computation<T> computation) {
        try {
            return computation.run();
        } catch (GeneralSecurityException e) {
            throw new ProviderFailedException("the result could not be computed", e);
        }
    }

    /** The reason goes nowhere: not even the log is to tell one failure from another. */
    private static SecretBytes opened(Computation<byte[]> computation) {
        byte[] octets;
        try {
            octets = computation.run();
        } catch (GeneralSecurityException e) {
            throw KeyCipher.undecipherable();
        }
        try {
            return SecretBytes.copyOf(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
