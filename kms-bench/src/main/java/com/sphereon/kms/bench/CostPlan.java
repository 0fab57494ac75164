package com.sphereon.kms.bench;

import java.time.Duration;

/**
 * How a run of {@code cost} measures.
 *
 * @param measured length of one measurement
 * @param rounds in each of which the small state and then the big one is measured
 */
record CostPlan(Duration measured, int rounds) {
    static final Duration WARM_UP = Duration.ofSeconds(1);
    static final Duration FIRST_WARM_UP = Duration.ofSeconds(8);
    private static final int MAX_ROUNDS = 100;

    /** @throws IllegalArgumentException when a value is out of range */
    CostPlan {
        if (!measured.isPositive() || rounds < 1 || rounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("seconds must be positive, rounds from 1 to " + MAX_ROUNDS);
        }
    }
}
