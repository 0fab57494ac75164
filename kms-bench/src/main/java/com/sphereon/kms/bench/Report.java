package com.sphereon.kms.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints what was measured, for people. */
final class Report {
    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    void print(Results results) {
        local(results);
        table(results);
        processes(results);
        goals(results);
        out.flush();
    }

    private void local(Results results) {
        line("%nIn this process, signatures a second (medians of the rounds):");
        line("%8s %12s %12s %8s", "threads", "raw JCA", "core", "ratio");
        for (int threads : results.threads()) {
            line(
                    "%8d %12.0f %12.0f %8.2f",
                    threads,
                    Median.of(results.local().stream()
                            .filter(sample -> sample.threads() == threads)
                            .mapToDouble(LocalRates.Sample::raw)),
                    Median.of(results.local().stream()
                            .filter(sample -> sample.threads() == threads)
                            .mapToDouble(LocalRates.Sample::core)),
                    results.coreRatio(threads));
        }
    }

    private void table(Results results) {
        line(
                "%nOver HTTP (medians of the rounds; latencies in ms; ratios to bare; CPU of the server in us a signature):");
        line(
                "%-14s %-11s %8s %8s %8s %8s %8s %7s %7s %7s",
                "connections", "target", "sign/s", "p50", "p99", "p99.9", "CPU us", "x thr.", "x p99", "errors");
        for (String load : results.loads()) {
            for (String target : results.targets()) {
                row(results, load, target);
            }
        }
        line(
                "The client shares the processors with the servers, which brings all ratios nearer to 1; CPU us is the server alone.");
        results.measurements().stream()
                .filter(measurement -> measurement.errorCount() > 0)
                .forEach(measurement -> line(
                        "ERRORS: %s, %s, round %d: %s",
                        measurement.target(), measurement.load().kind(), measurement.round(), measurement.errors()));
    }

    private void row(Results results, String load, String target) {
        Summary summary = results.summary(target, load);
        line(
                "%-14s %-11s %8.0f %8.2f %8.2f %8.2f %8.0f %7.2f %7.2f %7d",
                load,
                target,
                summary.throughput(),
                summary.p50(),
                summary.p99(),
                summary.p999(),
                summary.cpuMicros(),
                results.throughputRatio(target, load),
                results.p99Ratio(target, load),
                summary.errors());
    }

    private void processes(Results results) {
        line("%nProcesses:");
        for (ProcessFacts process : results.processes()) {
            line(
                    "  %-11s ready after %.2f s, resident after its load %.0f MiB",
                    process.target(), process.startSeconds(), process.residentMib());
        }
    }

    private void goals(Results results) {
        line("%nGoals:");
        for (Goal goal : Goals.of(results)) {
            line(
                    "  %-12s %-45s %8.2f (%s %s)",
                    goal.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    goal.name(),
                    goal.value(),
                    goal.atMost() ? "at most" : "at least",
                    goal.limit());
        }
    }

    /** In one locale, so that results of two machines can be compared. */
    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
