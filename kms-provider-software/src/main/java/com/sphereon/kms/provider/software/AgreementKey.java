package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;

/**
 * A key on X25519 or X448, which agrees and does not sign.
 *
 * @param scalar as RFC 7748 encodes it; becomes this key's to close
 */
record AgreementKey(ProviderKey description, SecretBytes scalar) implements LoadedKey {

    @Override
    public byte[] sign(SigningInput input) {
        LoadedKey.requireFit(input.algorithm(), description.spec());
        throw new IllegalStateException("no signature algorithm fits " + description.spec());
    }

    @Override
    public void wipe() {
        scalar.close();
    }
}
