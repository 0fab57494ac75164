package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.EnumMap;
import java.util.Map;

/** A key that signs. */
final class AsymmetricKey implements LoadedKey {
    private final ProviderKey description;
    private final TranslatedKeys keys;
    private final Map<InputType, Map<SignatureAlgorithm, Signer>> signers = new EnumMap<>(InputType.class);

    AsymmetricKey(ProviderKey description, PrivateKey key, CryptoEngines engines) {
        this.description = description;
        this.keys = new TranslatedKeys(key);
        for (InputType type : InputType.values()) {
            Map<SignatureAlgorithm, Signer> byAlgorithm = new EnumMap<>(SignatureAlgorithm.class);
            for (SignatureAlgorithm algorithm : SignatureAlgorithm.fitting(description.spec())) {
                if (type == InputType.RAW || algorithm.acceptsDigest()) {
                    byAlgorithm.put(algorithm, new Signer(engines.signature(algorithm, type), keys));
                }
            }
            signers.put(type, byAlgorithm);
        }
    }

    @Override
    public ProviderKey description() {
        return description;
    }

    @Override
    public byte[] sign(SigningInput input) {
        Signer signer = signers.get(input.type()).get(input.algorithm());
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

    @Override
    public void wipe() {
        keys.wipe();
    }
}
