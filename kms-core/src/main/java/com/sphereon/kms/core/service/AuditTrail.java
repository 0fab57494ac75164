package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.AuditFollower;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records what is done with keys before anybody learns of it: nothing is answered until its record is on disk. Safe for use by
 * many threads.
 */
final class AuditTrail {
    /** How long a call waits for its record. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final AuditLog log;
    private final List<AuditFollower> followers;
    private final Clock clock;
    private final Map<TenantId, OwnEvents> own = new ConcurrentHashMap<>();

    AuditTrail(AuditLog log, List<AuditFollower> followers, Clock clock) {
        this.log = log;
        this.followers = List.copyOf(followers);
        this.clock = clock;
    }

    /** By which it says when something happened. */
    Clock clock() {
        return clock;
    }

    /** Begins to record that a key is used. */
    AuditedUse use(Caller caller, AuditOperation operation, AuditTarget target, byte[] input) {
        return new AuditedUse(this, event(caller, operation, target, Optional.of(Sha256.of(input))));
    }

    /** The same without a digest of what goes in, because that is secret. */
    AuditedUse use(Caller caller, AuditOperation operation, AuditTarget target) {
        return new AuditedUse(this, event(caller, operation, target, Optional.empty()));
    }

    /**
     * Records that something is about to be changed, changes it, and records how that went.
     *
     * @param on what was changed in the end
     * @throws UnavailableException when it cannot be recorded; without the first record nothing is changed
     */
    <T> T changing(
            Caller caller,
            AuditOperation operation,
            AuditTarget target,
            Supplier<T> change,
            Function<T, AuditTarget> on) {
        AuditEvent started = event(caller, operation, target, Optional.empty());
        record(started);
        T result = orRecord(started, change);
        record(ended(started, on.apply(result), AuditOutcome.SUCCEEDED));
        return result;
    }

    /** The same for a change without a result. */
    void changing(Caller caller, AuditOperation operation, AuditTarget target, Runnable change) {
        changing(
                caller,
                operation,
                target,
                () -> {
                    change.run();
                    return target;
                },
                Function.identity());
    }

    /** Records that a caller was refused something before it came to anything. */
    void refused(Caller caller, AuditOperation operation, AuditOutcome outcome) {
        AuditEvent event = event(caller, operation, AuditTarget.NONE, Optional.empty());
        record(ended(event, AuditTarget.NONE, outcome));
    }

    /** Records that something is about to be done, for what cannot be recorded afterwards. */
    AuditReceipt started(Caller caller, AuditOperation operation, AuditTarget target) {
        return record(event(caller, operation, target, Optional.empty()));
    }

    /** What the work results in, or the failure it throws, but not before that is recorded. */
    <T> T orRecord(AuditEvent event, Supplier<T> work) {
        try {
            return work.get();
        } catch (KmsException e) {
            throw recorded(event, AuditOutcome.of(e), e);
        } catch (RuntimeException e) {
            throw recorded(event, AuditOutcome.unexpected(), e);
        }
    }

    private <E extends RuntimeException> E recorded(AuditEvent event, AuditOutcome outcome, E failure) {
        try {
            record(ended(event, event.target(), outcome));
            return failure;
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    AuditEvent ended(AuditEvent event, AuditTarget target, AuditOutcome outcome) {
        return event.ended(clock.instant(), target, outcome);
    }

    /** @throws UnavailableException when the record is not known to be on disk in time */
    AuditReceipt record(AuditEvent event) {
        OwnEvents events = own(event.tenant());
        events.handOver();
        AuditReceipt receipt = await(event);
        events.acknowledge(receipt);
        for (AuditFollower follower : followers) {
            follower.recorded(event, receipt.index());
        }
        return receipt;
    }

    /** The logs this process has appended to. */
    Set<TenantId> tenants() {
        return own.keySet();
    }

    /** How many events a log has at least. */
    long minSize(TenantId tenant) {
        OwnEvents known = own.get(tenant);
        return known == null ? 0 : known.minSize();
    }

    /** How many events a log has at most if nobody else appends to it. To be called after the log was read. */
    long maxSize(TenantId tenant) {
        OwnEvents known = own.get(tenant);
        return known == null ? Long.MAX_VALUE : known.maxSize();
    }

    private OwnEvents own(TenantId tenant) {
        OwnEvents known = own.get(tenant);
        return known == null ? own.computeIfAbsent(tenant, unused -> new OwnEvents()) : known;
    }

    private AuditReceipt await(AuditEvent event) {
        try {
            return log.append(event).get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unavailable("The audit record could not be written; the request is not answered", e);
        } catch (TimeoutException e) {
            throw unavailable("The audit record was not written in time; the request is not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("Waiting for the audit record was interrupted", e);
        }
    }

    private static UnavailableException unavailable(String message, Throwable cause) {
        return new UnavailableException(message, RETRY_AFTER, cause);
    }

    private AuditEvent event(Caller caller, AuditOperation operation, AuditTarget target, Optional<Sha256> digest) {
        return new AuditEvent(
                clock.instant(),
                caller.tenant(),
                caller.subject(),
                operation,
                target,
                digest,
                AuditOutcome.STARTED,
                caller.correlation());
    }
}
