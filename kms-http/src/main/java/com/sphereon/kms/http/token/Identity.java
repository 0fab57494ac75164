package com.sphereon.kms.http.token;

import com.sphereon.kms.core.model.Caller;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a call, by a token that was verified.
 *
 * @param caller empty for an administrator of the platform who belongs to no tenant
 * @param roles at least one
 */
public record Identity(Optional<Caller> caller, Set<Role> roles) {

    /** Keeps its own set. */
    public Identity {
        roles = Set.copyOf(roles);
    }
}
