package com.sphereon.kms.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How a target is loaded.
 *
 * @param connections how many connections have a request under way at once, from 1 to {@value #MAX_CONNECTIONS}
 * @param duration for how long requests are sent
 * @param requestsPerSecond over all connections; without it each sends its next request when the answer came
 */
record Load(int connections, Duration duration, OptionalDouble requestsPerSecond) {
    /** The product accepts no more than twice as many. */
    static final int MAX_CONNECTIONS = 1024;

    /** @throws IllegalArgumentException when a value is out of range */
    Load {
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("connections must be from 1 to " + MAX_CONNECTIONS);
        }
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("the duration must be positive");
        }
        if (requestsPerSecond.isPresent() && !(requestsPerSecond.getAsDouble() > 0)) {
            throw new IllegalArgumentException("the rate must be positive");
        }
    }

    static Load closedLoop(int connections, Duration duration) {
        return new Load(connections, duration, OptionalDouble.empty());
    }

    static Load fixedRate(int connections, Duration duration, double requestsPerSecond) {
        return new Load(connections, duration, OptionalDouble.of(requestsPerSecond));
    }

    /** What loads have in common that may be compared. */
    String kind() {
        return String.format(
                Locale.ROOT, "%d %s", connections, requestsPerSecond.isPresent() ? "fixed rate" : "closed");
    }
}
