package com.sphereon.kms.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One thing that was done, refused or tried with a tenant's keys. Every member has a narrow type, so that neither secrets nor
 * text of clients can get into the log.
 *
 * @param at when, by the clock of the process it happened in; cut to microseconds
 * @param actor the {@link Caller#subject() subject} who did it
 * @param inputDigest of what was signed or verified, as the client sent it
 * @param correlation what ties the event to a request and its traces
 */
public record AuditEvent(
        Instant at,
        TenantId tenant,
        String actor,
        AuditOperation operation,
        AuditTarget target,
        Optional<Sha256> inputDigest,
        AuditOutcome outcome,
        Optional<CorrelationId> correlation) {

    /** @throws InvalidRequestException when the actor is not of the allowed form */
    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MICROS);
        Text.requireVisibleAscii("actor", actor, Caller.MAX_SUBJECT_CHARS);
    }

    /** The same operation with how it went, and on what, once that is known. */
    public AuditEvent ended(Instant when, AuditTarget on, AuditOutcome how) {
        return new AuditEvent(when, tenant, actor, operation, on, inputDigest, how, correlation);
    }
}
