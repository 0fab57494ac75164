package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.GeneralSecurityException;

/** A symmetric key. It computes MACs when it is long enough, and encrypts when it has the size an algorithm wants. */
record SymmetricKey(ProviderKey description, WipeableKey key, CryptoEngines engines) implements LoadedKey {

    @Override
    public byte[] sign(SigningInput input) {
        LoadedKey.requireFit(input.algorithm(), description.spec());
        try {
            return engines.mac(input.algorithm(), key).doFinal(input.bytes());
        } catch (GeneralSecurityException e) {
            throw new ProviderFailedException("the MAC could not be computed", e);
        }
    }

    @Override
    public void wipe() {
        key.destroy();
    }
}
