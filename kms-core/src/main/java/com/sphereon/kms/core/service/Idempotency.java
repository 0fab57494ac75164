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

    private final IdempotencyStore store;
    private final Clock clock;

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
        return Waiting.atMost(PATIENCE, () -> attempt(caller, request, creation))
                .orElseThrow(() -> new ConflictException(
                        "the first request with this Idempotency-Key is still being worked on; repeat it later"));
    }

    /** Nothing while somebody else is at it. */
    private Optional<Answer> attempt(Caller caller, IdempotentRequest request, Creation creation) {
        String id = request.id(caller);
        Optional<IdempotencyRecord> known = store.find(caller.tenant(), id).filter(this::isKept);
        if (known.isEmpty()) {
            store.deleteCreatedBefore(caller.tenant(), clock.instant().minus(KEPT));
            return begun(IdempotencyRecord.begun(
                            caller.tenant(), id, request.fingerprint(), UUID.randomUUID(), now(caller)))
                    .map(begun -> create(caller, begun, creation));
        }
        IdempotencyRecord found = known.get();
        if (!found.fingerprint().equals(request.fingerprint())) {
            throw new UnprocessableException(
                    "this Idempotency-Key was used for another request; a new request needs a new one");
        }
        return found.answer().isPresent() ? found.answer() : unanswered(caller, found, creation);
    }

    private Optional<Answer> unanswered(Caller caller, IdempotencyRecord found, Creation creation) {
        boolean interrupted = !found.touched().at().plus(LEASE).isAfter(clock.instant());
        Optional<Answer> existing;
        try {
            existing = creation.existing(found.resource());
        } catch (UnavailableException e) {
            if (interrupted) {
                throw e;
            }
            return Optional.empty();
        }
        if (existing.isPresent()) {
            replaced(found.answered(existing.get(), now(caller)));
            return existing;
        }
        return interrupted
                ? replaced(found.begunAgain(UUID.randomUUID(), now(caller)))
                        .map(again -> create(caller, again, creation))
                : Optional.empty();
    }

    private Answer create(Caller caller, IdempotencyRecord begun, Creation creation) {
        try {
            Answer answer = creation.create(begun.resource());
            replaced(begun.answered(answer, now(caller)));
            return answer;
        } catch (UnavailableException e) {
            // It may have been created all the same: the record stays, for whoever repeats the request at once.
            replaced(begun.begunAgain(begun.resource(), new Change(Instant.EPOCH, caller.subject())));
            throw e;
        } catch (RuntimeException e) {
            forget(begun);
            throw e;
        }
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
