package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.ProviderKey;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Makes keys ready for use. */
final class LoadedKeys {
    private final CryptoEngines engines;
    private final JcaKeys jcaKeys;

    LoadedKeys(CryptoEngines engines) {
        this.engines = engines;
        this.jcaKeys = new JcaKeys(engines.providers());
    }

    /**
     * Prepares a key. The material stays the caller's to close.
     *
     * @throws GeneralSecurityException when the numbers cannot be a key
     */
    LoadedKey load(String providerKeyId, PrivateKeyMaterial material) throws GeneralSecurityException {
        KeySpec spec = material.spec();
        ProviderKey description = new ProviderKey(providerKeyId, Optional.empty(), spec, material.publicKey());
        if (material instanceof PrivateKeyMaterial.Oct oct) {
            return new SymmetricKey(description, new WipeableKey("HMAC", oct.k()), engines);
        }
        if (material instanceof PrivateKeyMaterial.Okp okp
                && SignatureAlgorithm.fitting(spec).isEmpty()) {
            return new AgreementKey(description, okp.d().expose(SecretBytes::copyOf));
        }
        return new AsymmetricKey(description, jcaKeys.privateKey(material), engines);
    }
}
