package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.IdempotencyRecord.Answer;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnprocessableException;
import com.sphereon.kms.core.spi.IdempotencyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Does a creating request once, however often it is repeated, on whichever replica. What it is to create gets its id before the
 * request is worked on, so that whoever repeats it after a crash finds out what became of it. A request that failed has created
 * nothing and may be repeated. Safe for use by many threads and replicas.
 */
public final class Idempotency {
    /** For how long an answer is kept. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** How long somebody may be at work on a request before it counts as interrupted. */
    private static final Duration LEASE = Recovery.INTERRUPTED_AFTER;

    /** How long a repetition waits for the request it repeats. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MAX_WAITING = 128;

    private final IdempotencyStore store;
    private final Clock clock;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    Idempotency(IdempotencyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What a request does. */
    public interface Creation {
        /**
         * The answer, if what has that id was created.
         *
         * @throws UnavailableException while that cannot be told
         */
        Optional<Answer> existing(UUID id);

        /** Creates what gets that id. */
        Answer create(UUID id);
    }

    /**
     * The answer to a request: the first one, when the request was answered before.
     *
     * @throws UnprocessableException when the key was used for another request
     * @throws ConflictException when the request is still being worked on
     */
    public Answer once(Caller caller, IdempotentRequest request, Creation creation) {
        Attempt attempt = new Attempt(caller, request.id(caller), request.fingerprint(), creation);
        return attempt(attempt)
                .or(() -> repeated(attempt))
                .orElseThrow(() -> new ConflictException(
                        "the first request with this Idempotency-Key is still being worked on; repeat it later"));
    }

    /** What a request is known by, computed once however often it is looked for. */
    private record Attempt(Caller caller, String id, String fingerprint, Creation creation) {}

    /** Each that waits holds its request in memory, so only so many do. */
    private Optional<Answer> repeated(Attempt attempt) {
        if (!waiting.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Waiting.atMost(PATIENCE, () -> attempt(attempt));
        } finally {
            waiting.release();
        }
    }

    /** Nothing while somebody else is at it. */
    private Optional<Answer> attempt(Attempt attempt) {
        Caller caller = attempt.caller;
        Optional<IdempotencyRecord> known =
                store.find(caller.tenant(), attempt.id).filter(this::isKept);
        if (known.isEmpty()) {
            store.deleteCreatedBefore(caller.tenant(), clock.instant().minus(KEPT));
            return begun(IdempotencyRecord.begun(
                            caller.tenant(), attempt.id, attempt.fingerprint, UUID.randomUUID(), now(caller)))
                    .map(begun -> create(attempt, begun));
        }
        IdempotencyRecord found = known.get();
        if (!found.fingerprint().equals(attempt.fingerprint)) {
            throw new UnprocessableException(
                    "this Idempotency-Key was used for another request; a new request needs a new one");
        }
        return found.answer().isPresent() ? found.answer() : unanswered(attempt, found);
    }

    private Optional<Answer> unanswered(Attempt attempt, IdempotencyRecord found) {
        boolean interrupted = !found.touched().at().plus(LEASE).isAfter(clock.instant());
        Optional<Answer> existing;
        try {
            existing = attempt.creation.existing(found.resource());
        } catch (UnavailableException e) {
            if (interrupted) {
                throw e;
            }
            return Optional.empty();
        }
        if (existing.isPresent()) {
            replaced(found.answered(existing.get(), now(attempt.caller)));
            return existing;
        }
        return interrupted
                ? replaced(found.begunAgain(found.resource(), now(attempt.caller)))
                        .map(again -> createAgain(attempt, again))
                : Optional.empty();
    }

    /**
     * Under the same id, so that of two who both believe that the other is gone only one creates it. Where what had that id was
     * taken back, it needs another one.
     */
    private Answer createAgain(Attempt attempt, IdempotencyRecord again) {
        try {
            return answered(attempt, again);
        } catch (ConflictException e) {
            Optional<Answer> existing = attempt.creation.existing(again.resource());
            return existing.or(() -> replaced(again.begunAgain(UUID.randomUUID(), now(attempt.caller)))
                            .map(anew -> create(attempt, anew)))
                    .orElseThrow(() -> e);
        } catch (RuntimeException e) {
            giveUp(attempt, again, e);
            throw e;
        }
    }

    private Answer create(Attempt attempt, IdempotencyRecord begun) {
        try {
            return answered(attempt, begun);
        } catch (RuntimeException e) {
            giveUp(attempt, begun, e);
            throw e;
        }
    }

    /** Where it may have been created all the same, the record stays, for whoever repeats the request at once. */
    private void giveUp(Attempt attempt, IdempotencyRecord begun, RuntimeException cause) {
        if (cause instanceof UnavailableException) {
            replaced(begun.begunAgain(begun.resource(), new Change(Instant.EPOCH, attempt.caller.subject())));
        } else {
            forget(begun);
        }
    }

    private Answer answered(Attempt attempt, IdempotencyRecord begun) {
        Answer answer = attempt.creation.create(begun.resource());
        replaced(begun.answered(answer, now(attempt.caller)));
        return answer;
    }

    private Optional<IdempotencyRecord> begun(IdempotencyRecord begun) {
        try {
            store.insert(begun);
            return Optional.of(begun);
        } catch (ConflictException e) {
            return Optional.empty();
        }
    }

    private Optional<IdempotencyRecord> replaced(IdempotencyRecord changed) {
        try {
            store.update(changed);
            return Optional.of(changed);
        } catch (ConflictException e) {
            return Optional.empty();
        }
    }

    private void forget(IdempotencyRecord begun) {
        try {
            store.delete(begun);
        } catch (ConflictException e) {
            // somebody took it over
        }
    }

    private boolean isKept(IdempotencyRecord request) {
        return !request.created().at().isBefore(clock.instant().minus(KEPT));
    }

    private Change now(Caller caller) {
        return new Change(clock.instant(), caller.subject());
    }
}
