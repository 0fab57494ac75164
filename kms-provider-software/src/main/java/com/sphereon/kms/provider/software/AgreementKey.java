package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;

/** A key on a curve that does not sign: it is kept for key agreement. */
record AgreementKey(ProviderKey description) implements LoadedKey {

    @Override
    public byte[] sign(SigningInput input) {
        LoadedKey.requireFit(input.algorithm(), description.spec());
        throw new IllegalStateException("no signature algorithm fits " + description.spec());
    }

    @Override
    public void wipe() {
        // holds nothing secret yet
    }
}
