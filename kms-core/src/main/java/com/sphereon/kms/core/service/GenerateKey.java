package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.ProviderId;
import java.util.Optional;
import java.util.UUID;

/**
 * The wish for a new key.
 *
 * @param id of the reference that is made; whoever does not get the answer can ask for it
 * @param provider where; when empty, where the tenant has keys of such a duty made, or else at the default provider
 * @param alias its name; its kid when empty
 */
public record GenerateKey(UUID id, Optional<ProviderId> provider, Optional<KeyAlias> alias, KeyParameters parameters) {

    /** With an id of its own. */
    public GenerateKey(Optional<ProviderId> provider, Optional<KeyAlias> alias, KeyParameters parameters) {
        this(UUID.randomUUID(), provider, alias, parameters);
    }
}
