package com.sphereon.kms.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Measurements that were never made. */
final class Fixtures {
    static final long MILLI = 1_000_000;

    private Fixtures() {}

    /** One second of requests that took so many milliseconds each. */
    static Measurement measurement(String target, Load load, long... millis) {
        return measurement(target, load, Map.of(), millis);
    }

    static Measurement measurement(String target, Load load, Map<String, Long> errors, long... millis) {
        Histogram latencies = new Histogram(3);
        Arrays.stream(millis).forEach(each -> latencies.recordValue(each * MILLI));
        return new Measurement(target, load, 1, 1, latencies, errors, 0.5);
    }

    static Load closed(int connections) {
        return Load.closedLoop(connections, Duration.ofSeconds(1));
    }
}
