package com.sphereon.kms.core.model;

import java.util.List;
import java.util.Optional;

/**
 * How a key version is known once it exists.
 *
 * @param kid the identifier clients see
 * @param providerKeyId the provider's own identifier, by which it is called
 * @param publicKey the public half; none for symmetric keys
 * @param certificateChain Base64 DER certificates, leaf first (RFC 7517 section 4.7); usually empty
 */
public record KeyIdentity(
        Kid kid, String providerKeyId, Optional<PublicKeyMaterial> publicKey, List<String> certificateChain) {

    /** Keeps its own list. */
    public KeyIdentity {
        certificateChain = List.copyOf(certificateChain);
    }

    /** Whether both are about one key, whatever certificates it has: those are renewed while the key stays. */
    public boolean isSameKeyAs(KeyIdentity other) {
        return kid.equals(other.kid) && providerKeyId.equals(other.providerKeyId) && publicKey.equals(other.publicKey);
    }
}
