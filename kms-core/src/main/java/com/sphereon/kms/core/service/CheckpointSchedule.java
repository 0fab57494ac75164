package com.sphereon.kms.core.service;

import java.time.Duration;

/**
 * How far checkpoints may be behind the log.
 *
 * @param interval so long after an event its checkpoint is due; {@link #MIN_INTERVAL} to {@link #MAX_INTERVAL}
 * @param events so many events after the last checkpoint the next one is due, 1 or more
 */
public record CheckpointSchedule(Duration interval, long events) {
    /** The shortest interval. */
    public static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** The longest interval. */
    public static final Duration MAX_INTERVAL = Duration.ofHours(24);

    /** A minute or 10,000 events. */
    public static final CheckpointSchedule DEFAULT = new CheckpointSchedule(Duration.ofMinutes(1), 10_000);

    /** @throws IllegalArgumentException when a value is outside of its range */
    public CheckpointSchedule {
        if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0 || events < 1) {
            throw new IllegalArgumentException("a checkpoint is due after 1 s to 24 h, or 1 event or more");
        }
    }
}
