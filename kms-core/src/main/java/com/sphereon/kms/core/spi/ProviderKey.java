package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.util.List;
import java.util.Optional;

/**
 * What a provider tells of a key it holds.
 *
 * @param providerKeyId the provider's own identifier, to be used in a {@link KeyHandle}
 * @param canonicalKid the identifier the provider's users know the key by, where there is one
 * @param publicKey the public half; none for symmetric keys
 * @param certificateChain the certificates the provider keeps with the key, Base64 of DER, that of the key first (RFC 7517
 *     section 4.7); mostly empty
 */
public record ProviderKey(
        String providerKeyId,
        Optional<Kid> canonicalKid,
        KeySpec spec,
        Optional<PublicKeyMaterial> publicKey,
        List<String> certificateChain) {

    /** @throws IllegalArgumentException when the public key is of another kind than the key */
    public ProviderKey {
        certificateChain = List.copyOf(certificateChain);
        if (publicKey.isPresent() && !publicKey.get().spec().equals(spec)) {
            throw new IllegalArgumentException(
                    "public key is " + publicKey.get().spec() + ", the key is " + spec);
        }
    }

    /** Without certificates. */
    public ProviderKey(
            String providerKeyId, Optional<Kid> canonicalKid, KeySpec spec, Optional<PublicKeyMaterial> publicKey) {
        this(providerKeyId, canonicalKid, spec, publicKey, List.of());
    }
}
