package com.sphereon.kms.bench;

import java.util.List;
import java.util.Locale;

/** What a dimension costs at a kind of database. */
record CostResult(String database, String dimension, long small, long big, List<Measurement> measurements) {

    /** Keeps its own list. */
    CostResult {
        measurements = List.copyOf(measurements);
    }

    private Summary summary(long size) {
        String target = dimension + " " + size;
        return Summary.of(measurements.stream()
                .filter(measurement -> measurement.target().equals(target))
                .toList());
    }

    /** The throughput of the big state as a share of that of the small one. */
    double throughputRatio() {
        return summary(big).throughput() / summary(small).throughput();
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-11s %-8s %10s %10s %8s %8s %7s %9s %9s %7s",
                "database",
                "what",
                "small",
                "big",
                "sign/s",
                "sign/s",
                "ratio",
                "p99 small",
                "p99 big",
                "errors");
    }

    String row() {
        Summary few = summary(small);
        Summary many = summary(big);
        return String.format(
                Locale.ROOT,
                "%-11s %-8s %10d %10d %8.0f %8.0f %7.2f %9.2f %9.2f %7d",
                database,
                dimension,
                small,
                big,
                few.throughput(),
                many.throughput(),
                throughputRatio(),
                few.p99(),
                many.p99(),
                few.errors() + many.errors());
    }
}
