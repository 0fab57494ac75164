package com.sphereon.kms.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When something was done and by whom.
 *
 * @param at the moment, cut to microseconds, which is what all databases keep
 * @param by the {@link Caller#subject() subject} who did it
 */
public record Change(Instant at, String by) {

    /** Cuts the moment to microseconds. */
    public Change {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }
}
