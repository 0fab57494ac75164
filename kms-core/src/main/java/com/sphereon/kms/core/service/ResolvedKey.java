package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.util.List;
import java.util.Optional;

/**
 * A public key and where it was found.
 *
 * @param version the tenant's key version, when it is one
 * @param certificateChain Base64 DER, leaf first; may be empty
 */
public record ResolvedKey(PublicKeyMaterial publicKey, Optional<KeyReference> version, List<String> certificateChain) {}
