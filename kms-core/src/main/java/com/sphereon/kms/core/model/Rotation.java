package com.sphereon.kms.core.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The replacement of a key's version by the next, as it is planned, under way or done. Kept for ever as the key's history.
 * Immutable; each change gives a new value with the next revision.
 *
 * @param oldVersion the {@link KeyReference#id()} of the version that signed when the rotation was asked for
 * @param newVersion the one of the next version, from the moment it is about to be made
 * @param progress when the next step is to be done, and what became of it
 * @param revision counts the changes from 0, for optimistic locking
 */
public record Rotation(
        UUID id,
        TenantId tenant,
        KeyAlias alias,
        UUID oldVersion,
        Optional<UUID> newVersion,
        Plan plan,
        Progress progress,
        Change created,
        Change updated,
        long revision) {

    /** Longest reason of a failure, in characters. */
    public static final int MAX_FAILURE_CHARS = 500;

    /** How far a rotation has come, in the order in which it gets there. */
    public enum Phase {
        /** The next version is not made yet, or only just being made. */
        SCHEDULED,
        /** The next version is published and waits to sign. */
        PUBLISHED,
        /** The next version signs. */
        COMPLETED,
        /** An administrator took it back; the version before goes on signing. */
        CANCELLED,
        /** It could not be done; the version before goes on signing. */
        FAILED;

        /** Whether there is something left to do. */
        public boolean isUnfinished() {
            return this == SCHEDULED || this == PUBLISHED;
        }
    }

    /**
     * What was asked for.
     *
     * @param provider where the next version is made, or is already
     * @param externalKey the next version's own name at the provider, for keys that are managed there
     * @param rotateAt when the next version shall begin to sign, at the earliest
     * @param publishBefore how long it is published before
     * @param overlap how long the version before stays published after
     */
    public record Plan(
            ProviderId provider,
            Optional<KeyAlias> externalKey,
            Instant rotateAt,
            Duration publishBefore,
            Duration overlap) {

        /** @throws InvalidRequestException when a duration is out of range */
        public Plan {
            RotationPolicy.requireRange("publishBefore", publishBefore, Duration.ZERO);
            RotationPolicy.requireRange("overlap", overlap, Duration.ZERO);
            rotateAt = rotateAt.truncatedTo(ChronoUnit.MICROS);
        }

        /** When the next version is to be made and published. */
        public Instant publishAt() {
            return rotateAt.minus(publishBefore);
        }
    }

    /**
     * Where it stands.
     *
     * @param dueAt when the next step is to be done; while somebody is at it, when others may take over
     * @param failure why it failed
     */
    public record Progress(Phase phase, Instant dueAt, Optional<String> failure) {

        /** Cuts the moment to microseconds. */
        public Progress {
            dueAt = dueAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** @throws IllegalArgumentException when the parts contradict each other */
    public Rotation {
        if (progress.phase == Phase.PUBLISHED && newVersion.isEmpty()) {
            throw new IllegalArgumentException("a published rotation has a new version");
        }
    }

    /**
     * A rotation that nothing was done for yet.
     *
     * @param dueAt when it is to be begun; where whoever writes it down begins at once, when others may take over
     */
    public static Rotation scheduled(UUID id, KeyReference old, Plan plan, Instant dueAt, Change created) {
        return new Rotation(
                id,
                old.name().tenant(),
                old.name().alias(),
                old.id(),
                Optional.empty(),
                plan,
                new Progress(Phase.SCHEDULED, dueAt, Optional.empty()),
                created,
                created,
                0);
    }

    /** Somebody is at it until then. */
    public Rotation claimed(Instant until, Change change) {
        return next(newVersion, new Progress(progress.phase, until, Optional.empty()), change);
    }

    /** Somebody is about to make that version, until then. */
    public Rotation making(UUID version, Instant until, Change change) {
        return next(Optional.of(version), new Progress(progress.phase, until, Optional.empty()), change);
    }

    /**
     * The new version is known.
     *
     * @param dueAt when it is to sign; where whoever writes this down lets it sign at once, when others may take over
     */
    public Rotation published(Instant dueAt, Change change) {
        return next(newVersion, new Progress(Phase.PUBLISHED, dueAt, Optional.empty()), change);
    }

    /** The new version signs. */
    public Rotation completed(Change change) {
        return next(newVersion, new Progress(Phase.COMPLETED, progress.dueAt, Optional.empty()), change);
    }

    /** Nobody wants it any more. */
    public Rotation cancelled(Change change) {
        return next(newVersion, new Progress(Phase.CANCELLED, progress.dueAt, Optional.empty()), change);
    }

    /** It could not be done. */
    public Rotation failed(String why, Change change) {
        return next(newVersion, new Progress(Phase.FAILED, progress.dueAt, Optional.of(why)), change);
    }

    /** How far it comes at once when it is asked for; from there on it waits for its time. */
    public Phase firstRest() {
        if (plan.publishAt().isAfter(created.at())) {
            return Phase.SCHEDULED;
        }
        return plan.rotateAt().isAfter(created.at()) ? Phase.PUBLISHED : Phase.COMPLETED;
    }

    /** How far it has come. */
    public Phase phase() {
        return progress.phase;
    }

    private Rotation next(Optional<UUID> version, Progress newProgress, Change change) {
        return new Rotation(id, tenant, alias, oldVersion, version, plan, newProgress, created, change, revision + 1);
    }
}
