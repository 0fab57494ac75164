package com.sphereon.kms.bench;

import java.time.Duration;
import java.util.List;

/**
 * What a run of {@code load} does.
 *
 * @param connections the closed loops
 * @param measured length of one measurement
 * @param warmUp before each measurement, on the same connections
 * @param firstWarmUp of each target, so that its code is compiled
 */
record Plan(List<Integer> connections, Duration measured, int rounds, Duration warmUp, Duration firstWarmUp) {
    private static final int MAX_ROUNDS = 100;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    static final Plan DEFAULT =
            new Plan(List.of(1, 16, 64, 256), Duration.ofSeconds(5), 3, Duration.ofSeconds(1), Duration.ofSeconds(8));

    /** For a first look: one round, which a noisy neighbour can spoil. */
    static final Plan QUICK = new Plan(
            List.of(1, Goals.CONNECTIONS), Duration.ofSeconds(2), 1, Duration.ofMillis(500), Duration.ofSeconds(4));

    /** @throws IllegalArgumentException when a value is out of range */
    Plan {
        connections = connections.stream().distinct().toList();
        if (connections.isEmpty() || !connections.stream().allMatch(Plan::isPossible)) {
            throw new IllegalArgumentException("connections must be from 1 to " + Load.MAX_CONNECTIONS);
        }
        if (!measured.isPositive() || measured.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("seconds must be more than 0 and at most " + LONGEST.toSeconds());
        }
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("rounds must be from 1 to " + MAX_ROUNDS);
        }
    }

    private static boolean isPossible(int connections) {
        return connections >= 1 && connections <= Load.MAX_CONNECTIONS;
    }

    /** Signing in this process is measured for half as long: it is much steadier than HTTP. */
    Duration measuredLocally() {
        return measured.dividedBy(3);
    }
}
