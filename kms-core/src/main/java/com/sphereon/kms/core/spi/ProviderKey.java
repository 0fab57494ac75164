package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.util.Optional;

/**
 * What a provider tells of a key it holds.
 *
 * @param providerKeyId the provider's own identifier, to be used in a {@link KeyHandle}
 * @param canonicalKid the identifier the provider's users know the key by, where there is one
 * @param publicKey the public half; none for symmetric keys
 */
public record ProviderKey(
        String providerKeyId, Optional<Kid> canonicalKid, KeySpec spec, Optional<PublicKeyMaterial> publicKey) {

    /** @throws IllegalArgumentException when the public key is of another kind than the key */
    public ProviderKey {
        if (publicKey.isPresent() && !publicKey.get().spec().equals(spec)) {
            throw new IllegalArgumentException(
                    "public key is " + publicKey.get().spec() + ", the key is " + spec);
        }
    }
}
