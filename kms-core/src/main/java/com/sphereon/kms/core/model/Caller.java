package com.sphereon.kms.core.model;

/**
 * On whose behalf a call is made. Every use case takes one; nothing outside its tenant can be reached through it.
 *
 * @param tenant the tenant whose keys the call may touch
 * @param subject who acts, as the audit trail shall name them; 1 to {@value #MAX_SUBJECT_CHARS} visible ASCII characters
 */
public record Caller(TenantId tenant, String subject) {
    /** Longest subject, in characters. */
    public static final int MAX_SUBJECT_CHARS = 255;

    /** @throws InvalidRequestException when the subject is not of the allowed form */
    public Caller {
        Text.requireVisibleAscii("subject", subject, MAX_SUBJECT_CHARS);
    }
}
