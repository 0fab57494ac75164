package com.sphereon.kms.bench;

import java.util.ArrayList;
import java.util.List;

/** What the product must reach beside what it is made of, on any machine. */
final class Goals {
    /** The connections at which goals are looked at. */
    static final int CONNECTIONS = 64;

    private static final double THROUGHPUT_OF_BARE = 0.5;
    private static final double CORE_OF_RAW = 0.8;
    private static final double P99_OF_BARE = 3;
    private static final double START_SECONDS = 3;
    private static final double RESIDENT_MIB = 400;

    private Goals() {}

    static List<Goal> of(Results results) {
        List<Goal> goals = new ArrayList<>();
        String closed = CONNECTIONS + " closed";
        String fixed = CONNECTIONS + " fixed rate";
        for (String target : List.of(Results.POSTGRESQL, Results.EMBEDDED)) {
            goals.add(Goal.atLeast(
                    "throughput of %s / bare, %s".formatted(target, closed),
                    THROUGHPUT_OF_BARE,
                    results.throughputRatio(target, closed)));
        }
        for (String target : List.of(Results.POSTGRESQL, Results.EMBEDDED)) {
            for (String load : List.of(closed, fixed)) {
                goals.add(Goal.atMost(
                        "p99 of %s / bare, %s".formatted(target, load), P99_OF_BARE, results.p99Ratio(target, load)));
            }
        }
        for (int threads : results.threads()) {
            goals.add(Goal.atLeast("core / raw signing, threads: " + threads, CORE_OF_RAW, results.coreRatio(threads)));
        }
        for (ProcessFacts process : results.processes()) {
            ofProcess(process, goals);
        }
        return goals;
    }

    private static void ofProcess(ProcessFacts process, List<Goal> goals) {
        if (process.target().equals(Results.EMBEDDED)) {
            goals.add(Goal.atMost("seconds from start to ready, embedded", START_SECONDS, process.startSeconds()));
        }
        if (!process.target().equals(Results.BARE)) {
            goals.add(Goal.atMost(
                    "resident MiB after the load, " + process.target(), RESIDENT_MIB, process.residentMib()));
        }
    }
}
