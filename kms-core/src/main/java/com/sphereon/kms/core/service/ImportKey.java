package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Material from outside that shall become a key. Whoever creates it closes the material.
 *
 * @param id of the reference that is made; whoever does not get the answer can ask for it
 * @param provider where; when empty, where the tenant has keys of such a duty made, or else at the default provider when empty
 * @param alias its name; its kid when empty, and one of the two must be given
 * @param kid its identifier; its RFC 7638 thumbprint when empty
 * @param certificateChain Base64 DER, leaf first; may be empty
 */
public record ImportKey(
        UUID id,
        Optional<ProviderId> provider,
        Optional<KeyAlias> alias,
        Optional<Kid> kid,
        PrivateKeyMaterial material,
        KeyParameters parameters,
        List<String> certificateChain) {

    /** With an id of its own. */
    public ImportKey(
            Optional<ProviderId> provider,
            Optional<KeyAlias> alias,
            Optional<Kid> kid,
            PrivateKeyMaterial material,
            KeyParameters parameters,
            List<String> certificateChain) {
        this(UUID.randomUUID(), provider, alias, kid, material, parameters, certificateChain);
    }
}
