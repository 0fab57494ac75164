package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import java.util.Optional;
import java.util.UUID;

/**
 * The wish to refer to a key that a provider holds already.
 *
 * @param id of the reference that is made; whoever does not get the answer can ask for it
 * @param alias the key's own name at the provider, kept unchanged
 * @param kid what the caller expects its identifier to be; checked when given
 */
public record RegisterKey(UUID id, ProviderId provider, KeyAlias alias, Optional<Kid> kid) {

    /** With an id of its own. */
    public RegisterKey(ProviderId provider, KeyAlias alias, Optional<Kid> kid) {
        this(UUID.randomUUID(), provider, alias, kid);
    }
}
