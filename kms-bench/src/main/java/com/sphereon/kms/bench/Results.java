package com.sphereon.kms.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything one run of {@code load} measured. */
record Results(List<LocalRates.Sample> local, List<Measurement> measurements, List<ProcessFacts> processes) {
    static final String BARE = "bare";
    static final String EMBEDDED = "embedded";
    static final String POSTGRESQL = "postgresql";

    /** Keeps its own lists. */
    Results {
        local = List.copyOf(local);
        measurements = List.copyOf(measurements);
        processes = List.copyOf(processes);
    }

    /** The kinds of load there were, in the order of the first round. */
    Set<String> loads() {
        return distinct(measurements.stream().map(m -> m.load().kind()).toList());
    }

    Set<String> targets() {
        return distinct(measurements.stream().map(Measurement::target).toList());
    }

    private static Set<String> distinct(List<String> names) {
        return new LinkedHashSet<>(names);
    }

    Summary summary(String target, String load) {
        return Summary.of(measurements.stream()
                .filter(m -> m.target().equals(target) && m.load().kind().equals(load))
                .toList());
    }

    /** The throughput of a target as a share of the bare endpoint's. */
    double throughputRatio(String target, String load) {
        return summary(target, load).throughput() / summary(BARE, load).throughput();
    }

    /** How many times the bare endpoint's 99th percentile that of a target is. */
    double p99Ratio(String target, String load) {
        return summary(target, load).p99() / summary(BARE, load).p99();
    }

    /** How fast the core is as a share of the bare cryptography, with so many threads. */
    double coreRatio(int threads) {
        return Median.of(
                local.stream().filter(sample -> sample.threads() == threads).mapToDouble(LocalRates.Sample::ratio));
    }

    /** The numbers of threads that were measured. */
    List<Integer> threads() {
        return local.stream().map(LocalRates.Sample::threads).distinct().toList();
    }
}
