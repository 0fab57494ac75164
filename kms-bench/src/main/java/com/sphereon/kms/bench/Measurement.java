package com.sphereon.kms.bench;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;

/**
 * What came of loading a target once.
 *
 * @param round from 1
 * @param seconds from the first request to the last answer
 * @param latencies of requests that were answered with a signature, in nanoseconds
 * @param errors how often which error came instead
 * @param serverCpuSeconds processor time the server's process used meanwhile
 */
record Measurement(
        String target,
        Load load,
        int round,
        double seconds,
        AbstractHistogram latencies,
        Map<String, Long> errors,
        double serverCpuSeconds) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS = 1e6;

    /** Keeps its own map. */
    Measurement {
        errors = new TreeMap<>(errors);
    }

    /** Signatures a second. */
    double throughput() {
        return latencies.getTotalCount() / seconds;
    }

    /** The latency that so many percent of the requests did not exceed, in milliseconds. */
    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** Processor time of the server for one signature, in microseconds. */
    double serverCpuMicros() {
        return serverCpuSeconds * MICROS / Math.max(1, latencies.getTotalCount());
    }

    long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
