package com.sphereon.kms.bench;

import java.util.List;

/**
 * What several rounds of the same load on the same target say together: the median of each number.
 *
 * @param throughput signatures a second
 * @param p50 milliseconds, as the others
 * @param cpuMicros processor time of the server for one signature
 * @param errors of all rounds together
 */
record Summary(double throughput, double p50, double p99, double p999, double cpuMicros, long errors) {

    /** @param rounds may be empty, and all numbers are NaN then */
    static Summary of(List<Measurement> rounds) {
        return new Summary(
                Median.of(rounds.stream().mapToDouble(Measurement::throughput)),
                Median.of(rounds.stream().mapToDouble(round -> round.millis(50))),
                Median.of(rounds.stream().mapToDouble(round -> round.millis(99))),
                Median.of(rounds.stream().mapToDouble(round -> round.millis(99.9))),
                Median.of(rounds.stream().mapToDouble(Measurement::serverCpuMicros)),
                rounds.stream().mapToLong(Measurement::errorCount).sum());
    }
}
