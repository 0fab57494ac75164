package com.sphereon.kms.bench;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A product's process.
 *
 * @param startTime from the start of the process to ready
 * @param residentKib after its load; nothing where the system does not tell
 */
record ProcessFacts(String target, Duration startTime, OptionalLong residentKib) {
    private static final double KIB = 1024;

    double startSeconds() {
        return startTime.toMillis() / 1000.0;
    }

    /** NaN when unknown. */
    double residentMib() {
        return residentKib.isPresent() ? residentKib.getAsLong() / KIB : Double.NaN;
    }
}
