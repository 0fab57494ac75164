package com.sphereon.kms.core.model;

import java.util.Optional;

/**
 * On whose behalf a call is made. Every use case takes one; nothing outside its tenant can be reached through it.
 *
 * @param tenant the tenant whose keys the call may touch
 * @param subject who acts, as the audit trail shall name them; 1 to {@value #MAX_SUBJECT_CHARS} visible ASCII characters
 * @param service when given, the call may touch the keys of this service's duties only
 */
public record Caller(TenantId tenant, String subject, Optional<ServiceName> service) {
    /** Longest subject, in characters. */
    public static final int MAX_SUBJECT_CHARS = 255;

    /** @throws InvalidRequestException when the subject is not of the allowed form */
    public Caller {
        Text.requireVisibleAscii("subject", subject, MAX_SUBJECT_CHARS);
    }

    /** A caller who may touch all keys of a tenant. */
    public Caller(TenantId tenant, String subject) {
        this(tenant, subject, Optional.empty());
    }

    /** Whether the call may touch a key of that name. */
    public boolean reaches(KeyAlias alias) {
        return service.isEmpty() || service.get().has(alias);
    }
}
