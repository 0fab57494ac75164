package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.RotationStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes rotations forward. Each step is claimed first, so that of many replicas one does it; who dies over it is followed by
 * another after {@link #LEASE}. Each step may be repeated: whoever follows looks at what is there and goes on.
 */
final class RotationSteps {
    /** How long a claim holds. Longer than any provider call may take. */
    static final Duration LEASE = Recovery.INTERRUPTED_AFTER;

    private static final Logger LOG = System.getLogger(RotationSteps.class.getName());
    private static final String SUBJECT = "kms:rotation";
    private static final String UNEXPECTED = "the provider failed unexpectedly";

    private final RotationStore rotations;
    private final KeyReferenceStore references;
    private final SuccessorCreation successors;
    private final SuccessorActivation activation;
    private final AuditTrail trail;
    private final Clock clock;

    RotationSteps(
            RotationStore rotations,
            KeyReferenceStore references,
            SuccessorCreation successors,
            SuccessorActivation activation,
            AuditTrail trail) {
        this.rotations = rotations;
        this.references = references;
        this.successors = successors;
        this.activation = activation;
        this.trail = trail;
        this.clock = trail.clock();
    }

    /** When a rotation that is written down now is to be begun by others: not before its time, nor while we begin it. */
    Instant dueAt(Rotation.Plan plan) {
        return plan.publishAt().isAfter(clock.instant()) ? plan.publishAt() : until();
    }

    /**
     * Does what can be done at once of a rotation that was just written down. Nobody else is at it.
     *
     * @throws KmsException as {@link #advance}
     */
    Rotation begin(Rotation rotation) {
        return rotation.plan().publishAt().isAfter(clock.instant())
                ? rotation
                : step(rotation).orElseGet(() -> stored(rotation));
    }

    /**
     * Does all steps that are due.
     *
     * @return the rotation as it is afterwards
     * @throws KmsException when it cannot be done and has failed for good; or, when it is an {@link UnavailableException},
     *     not now, and it goes on later
     */
    Rotation advance(Rotation rotation) {
        Rotation current = rotation;
        while (current.phase().isUnfinished() && !current.progress().dueAt().isAfter(clock.instant())) {
            Optional<Rotation> next = step(current);
            if (next.isEmpty()) {
                return stored(rotation);
            }
            current = next.get();
        }
        return current;
    }

    /** Lets the published version sign now, before its time. */
    Rotation activateNow(Rotation rotation) {
        return claimed(rotation).map(this::activate).orElseGet(() -> stored(rotation));
    }

    /**
     * Takes a rotation back, with the version it has made.
     *
     * @throws ConflictException when it is finished, or finishes at this moment
     */
    Rotation cancel(Caller caller, Rotation rotation) {
        if (!rotation.phase().isUnfinished()) {
            throw new ConflictException("the rotation is %s and cannot be cancelled".formatted(rotation.phase()));
        }
        requireStill(rotation);
        // Should the cancellation fail, the rotation must not go on before its time.
        Instant due = rotation.progress().dueAt();
        Rotation claimed = rotation.claimed(due.isAfter(until()) ? due : until(), change(caller));
        rotations.update(claimed);
        if (!successor(claimed).map(successors::discard).orElse(true)) {
            throw new ConflictException("the rotation is being completed at this moment and cannot be cancelled");
        }
        Rotation cancelled = claimed.cancelled(change(caller));
        rotations.update(cancelled);
        return cancelled;
    }

    private void requireStill(Rotation rotation) {
        successor(rotation)
                .filter(next -> !next.isLive() || next.state() != KeyState.PRE_ACTIVE)
                .ifPresent(next -> {
                    throw new ConflictException("the next version is %s; the rotation cannot be cancelled now"
                            .formatted(next.isLive() ? next.state() : "being made"));
                });
    }

    /** Nothing when somebody else is at it. */
    private Optional<Rotation> step(Rotation rotation) {
        return switch (rotation.phase()) {
            case SCHEDULED -> written(successors.prepare(rotation)).map(this::publish);
            case PUBLISHED -> claimed(rotation).map(this::activate);
            case COMPLETED, CANCELLED, FAILED -> Optional.empty();
        };
    }

    private Rotation publish(Rotation claimed) {
        return orFail(claimed, () -> {
            KeyReference next = made(claimed);
            Instant known = clock.instant();
            Instant earliest = known.plus(claimed.plan().publishBefore());
            Instant planned = claimed.plan().rotateAt();
            Instant activateAt = planned.isAfter(earliest) ? planned : earliest;
            boolean atOnce = !activateAt.isAfter(known);
            return written(claimed.published(atOnce ? until() : activateAt, change(known)))
                    .map(published -> atOnce ? activate(published) : published)
                    .orElseGet(() -> overtaken(claimed, next));
        });
    }

    private KeyReference made(Rotation claimed) {
        return trail.changing(
                caller(claimed),
                AuditOperation.PUBLISH_SUCCESSOR,
                target(claimed),
                () -> successors.make(claimed),
                next -> AuditTarget.of(next).with(claimed.id()));
    }

    private void recorded(AuditOperation operation, Rotation claimed, Runnable step) {
        trail.changing(caller(claimed), operation, target(claimed), step);
    }

    private static Caller caller(Rotation rotation) {
        return new Caller(rotation.tenant(), SUBJECT);
    }

    private static AuditTarget target(Rotation rotation) {
        return AuditTarget.of(rotation.alias()).with(rotation.plan().provider()).with(rotation.id());
    }

    /** Somebody took the rotation back, or over, while the version was being made. */
    private Rotation overtaken(Rotation claimed, KeyReference next) {
        Rotation now = stored(claimed);
        if (!now.phase().isUnfinished() || !now.newVersion().equals(Optional.of(next.id()))) {
            successors.discard(next);
        }
        return now;
    }

    private Rotation activate(Rotation claimed) {
        return orFail(claimed, () -> {
            recorded(AuditOperation.ACTIVATE_SUCCESSOR, claimed, () -> activation.activate(claimed, SUBJECT));
            return written(claimed.completed(change(clock.instant()))).orElseGet(() -> stored(claimed));
        });
    }

    /** What cannot be done is not tried again; what cannot be done now is, when the claim has run out. */
    private Rotation orFail(Rotation claimed, Supplier<Rotation> step) {
        try {
            return step.get();
        } catch (UnavailableException e) {
            throw e;
        } catch (KmsException e) {
            fail(claimed, Optional.ofNullable(e.getMessage()).orElse(UNEXPECTED));
            throw e;
        } catch (RuntimeException e) {
            fail(claimed, UNEXPECTED);
            throw e;
        }
    }

    /** With the version that was published in vain, unless somebody else has taken over. */
    private void fail(Rotation claimed, String why) {
        if (written(claimed.failed(shortened(why), change(clock.instant()))).isPresent()) {
            successor(claimed)
                    .filter(next -> next.isLive() && next.state() == KeyState.PRE_ACTIVE)
                    .ifPresent(this::discardQuietly);
        }
    }

    private void discardQuietly(KeyReference next) {
        try {
            successors.discard(next);
        } catch (KmsException e) {
            LOG.log(Level.WARNING, "version {0} of a failed rotation stays: {1}", next.id(), e.getMessage());
        }
    }

    private Optional<Rotation> claimed(Rotation rotation) {
        return written(rotation.claimed(until(), change(clock.instant())));
    }

    private Optional<Rotation> written(Rotation claim) {
        try {
            rotations.update(claim);
            return Optional.of(claim);
        } catch (ConflictException e) {
            return Optional.empty();
        }
    }

    private Optional<KeyReference> successor(Rotation rotation) {
        return rotation.newVersion()
                .flatMap(id -> references.findById(rotation.tenant(), id))
                .filter(version -> version.deleted().isEmpty());
    }

    private Rotation stored(Rotation rotation) {
        return rotations.find(rotation.tenant(), rotation.id()).orElse(rotation);
    }

    private Instant until() {
        return clock.instant().plus(LEASE);
    }

    private static Change change(Instant now) {
        return new Change(now, SUBJECT);
    }

    private Change change(Caller caller) {
        return new Change(clock.instant(), caller.subject());
    }

    private static String shortened(String why) {
        return why.length() <= Rotation.MAX_FAILURE_CHARS ? why : why.substring(0, Rotation.MAX_FAILURE_CHARS);
    }
}
