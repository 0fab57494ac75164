package com.sphereon.kms.core.model;

import java.util.Optional;

/**
 * On whose behalf a call is made. Every use case takes one; nothing outside its tenant can be reached through it.
 *
 * @param tenant the tenant whose keys the call may touch
 * @param subject who acts, as the audit trail shall name them; 1 to {@value #MAX_SUBJECT_CHARS} visible ASCII characters
 * @param service when given, the call may touch the keys of this service's duties only
 * @param usesKeys whether it is a service that signs: what it needs for a duty is made when it first asks
 * @param correlation what the audit trail shall tie the call to
 */
public record Caller(
        TenantId tenant,
        String subject,
        Optional<ServiceName> service,
        boolean usesKeys,
        Optional<CorrelationId> correlation) {
    /** Longest subject, in characters. */
    public static final int MAX_SUBJECT_CHARS = 255;

    /** @throws InvalidRequestException when the subject is not of the allowed form */
    public Caller {
        Text.requireVisibleAscii("subject", subject, MAX_SUBJECT_CHARS);
    }

    /** A caller who may touch all keys of a tenant, and uses them. */
    public Caller(TenantId tenant, String subject) {
        this(tenant, subject, Optional.empty());
    }

    /** A caller who uses keys. */
    public Caller(TenantId tenant, String subject, Optional<ServiceName> service) {
        this(tenant, subject, service, true);
    }

    /** A caller whose calls nothing ties to traces. */
    public Caller(TenantId tenant, String subject, Optional<ServiceName> service, boolean usesKeys) {
        this(tenant, subject, service, usesKeys, Optional.empty());
    }

    /** The same caller, for a call that only looks at what is there. */
    public Caller looking() {
        return new Caller(tenant, subject, service, false, correlation);
    }

    /** The same caller, for one call. */
    public Caller correlatedBy(CorrelationId id) {
        return new Caller(tenant, subject, service, usesKeys, Optional.of(id));
    }

    /** Whether the call may touch a key of that name. */
    public boolean reaches(KeyAlias alias) {
        return service.isEmpty() || service.get().has(alias);
    }
}
