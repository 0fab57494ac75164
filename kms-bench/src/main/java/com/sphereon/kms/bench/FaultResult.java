package com.sphereon.kms.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What happened while a backend was broken.
 *
 * @param others p99 of those at other providers while it was, in milliseconds, by target
 * @param errors of those at other providers, in the phase before the fault too
 * @param broken what those at the broken one were answered, and how many times
 * @param slowestSeconds the longest of those waited
 * @param opened whether the breaker had opened at the end
 * @param backAfterSeconds from the end of the fault to the first signature
 */
record FaultResult(
        String fault,
        Map<String, Double> others,
        long errors,
        Map<String, Long> broken,
        double slowestSeconds,
        boolean opened,
        double backAfterSeconds) {

    /** Keeps its own maps. */
    FaultResult {
        others = Map.copyOf(others);
        broken = Map.copyOf(broken);
    }

    static String header(List<String> targets) {
        return String.format(Locale.ROOT, "%-13s", "fault")
                + targets.stream()
                        .map(target -> String.format(Locale.ROOT, " %12s %6s", target, "ratio"))
                        .collect(Collectors.joining())
                + String.format(
                        Locale.ROOT, " %6s %8s %8s %8s  %s", "errors", "slowest", "breaker", "back in", "answers");
    }

    /** @param undisturbed p99 of the others when nothing is broken, in milliseconds, by target */
    String row(List<String> targets, Map<String, Double> undisturbed) {
        return String.format(Locale.ROOT, "%-13s", fault)
                + targets.stream()
                        .map(target -> String.format(
                                Locale.ROOT,
                                " %9.2f ms %6.2f",
                                others.getOrDefault(target, 0.0),
                                others.getOrDefault(target, 0.0) / undisturbed.getOrDefault(target, 0.0)))
                        .collect(Collectors.joining())
                + String.format(
                        Locale.ROOT,
                        " %6d %6.2f s %8s %6.2f s  %s",
                        errors,
                        slowestSeconds,
                        opened ? "opened" : "closed",
                        backAfterSeconds,
                        broken);
    }
}
