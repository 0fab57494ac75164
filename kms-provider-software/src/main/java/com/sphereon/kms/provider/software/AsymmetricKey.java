package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.EnumMap;
import java.util.Map;

/** A key that signs. Those of RSA unwrap as well, and those on the curves of NIST agree. */
final class AsymmetricKey implements LoadedKey {
    private final ProviderKey description;
    private final TranslatedKeys keys;
    private final Map<SignatureAlgorithm, Signer> ofMessages = new EnumMap<>(SignatureAlgorithm.class);
    private final Map<SignatureAlgorithm, Signer> ofDigests = new EnumMap<>(SignatureAlgorithm.class);

    AsymmetricKey(ProviderKey description, PrivateKey key, CryptoEngines engines) {
        this.description = description;
        this.keys = new TranslatedKeys(key);
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.fitting(description.spec())) {
            ofMessages.put(algorithm, new Signer(engines.signature(algorithm, InputType.RAW), keys));
            if (algorithm.acceptsDigest()) {
                ofDigests.put(algorithm, new Signer(engines.signature(algorithm, InputType.DIGEST), keys));
            }
        }
    }

    @Override
    public ProviderKey description() {
        return description;
    }

    @Override
    public byte[] sign(SigningInput input) {
        Signer signer = switch (input.type()) {
            case RAW -> ofMessages.get(input.algorithm());
            case DIGEST -> ofDigests.get(input.algorithm());
        };
        if (signer == null) {
            LoadedKey.requireFit(input.algorithm(), description.spec());
            throw new IllegalStateException("SigningInput lets no digest pass that the algorithm does not take");
        }
        try {
            return signer.sign(input.bytes());
        } catch (GeneralSecurityException | RuntimeException e) {
            // JCA providers report failed computations with runtime exceptions of all kinds
            throw new ProviderFailedException("the signature could not be computed", e);
        }
    }

    /** The private key as that provider's object. */
    PrivateKey at(Provider provider) throws GeneralSecurityException {
        return keys.at(provider);
    }

    @Override
    public void wipe() {
        keys.wipe();
    }
}
