package com.sphereon.kms.core.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a key rotates by itself: every {@code interval} another version begins to sign, which was published
 * {@code publishBefore} earlier, and the one before it stays published for {@code overlap}.
 *
 * @param schedule the three durations
 * @param targetProvider where the versions are made; decided anew each time when empty
 * @param dueAt when to look at the key next; only a hint, what is to be done shows the key itself
 * @param revision counts the changes from 0, for optimistic locking
 */
public record RotationPolicy(
        TenantId tenant,
        KeyAlias alias,
        Schedule schedule,
        Optional<ProviderId> targetProvider,
        Instant dueAt,
        Change created,
        Change updated,
        long revision) {
    /** Shortest interval. */
    public static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

    /** Longest of each duration: ten years. */
    public static final Duration MAX_DURATION = Duration.ofDays(3660);

    /** How long the version before stays published when nobody says otherwise. */
    public static final Duration DEFAULT_OVERLAP = Duration.ofDays(7);

    /**
     * When what happens.
     *
     * @param interval between two activations, from {@link #MIN_INTERVAL}
     * @param publishBefore shorter than the interval; zero publishes a version when it begins to sign
     * @param overlap zero stops publishing a version when it ceases to sign
     */
    public record Schedule(Duration interval, Duration publishBefore, Duration overlap) {

        /** @throws InvalidRequestException when a duration is out of range */
        public Schedule {
            requireRange("interval", interval, MIN_INTERVAL);
            requireRange("publishBefore", publishBefore, Duration.ZERO);
            requireRange("overlap", overlap, Duration.ZERO);
            if (publishBefore.compareTo(interval) >= 0) {
                throw new InvalidRequestException(
                        "publishBefore %s must be shorter than interval %s".formatted(publishBefore, interval));
            }
        }
    }

    /** Cuts the moment to microseconds. */
    public RotationPolicy {
        dueAt = dueAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** The same policy, to be looked at then. Not an administrator's change, so it leaves {@code updated} as it is. */
    public RotationPolicy due(Instant newDueAt) {
        return new RotationPolicy(tenant, alias, schedule, targetProvider, newDueAt, created, updated, revision + 1);
    }

    /** Another policy for the same key. */
    public RotationPolicy changed(Schedule newSchedule, Optional<ProviderId> target, Instant newDueAt, Change change) {
        return new RotationPolicy(tenant, alias, newSchedule, target, newDueAt, created, change, revision + 1);
    }

    /** @throws InvalidRequestException when the duration is out of range, naming it */
    public static void requireRange(String name, Duration value, Duration min) {
        if (value.compareTo(min) < 0 || value.compareTo(MAX_DURATION) > 0) {
            throw new InvalidRequestException(
                    "%s %s is not allowed; allowed are %s to %s".formatted(name, value, min, MAX_DURATION));
        }
    }
}
