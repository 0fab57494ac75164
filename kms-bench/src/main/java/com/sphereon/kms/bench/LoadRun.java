package com.sphereon.kms.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures all targets in rounds, each target once in a round, so that a noisy neighbour hits all alike. */
final class LoadRun {
    /** At a fixed rate, a target gets this share of what it answered at most in the same round. */
    private static final double SHARE_OF_THROUGHPUT = 0.5;

    private final Plan plan;
    private final List<Target> targets;
    private final LoadGenerator generator;
    private final PrintWriter progress;
    private final LocalRates local;
    private final List<Measurement> measurements = new ArrayList<>();

    LoadRun(Plan plan, List<Target> targets, PrintWriter progress) {
        this.plan = plan;
        this.targets = targets;
        this.generator = new LoadGenerator(plan.warmUp());
        this.progress = progress;
        this.local = new LocalRates(plan.firstWarmUp());
    }

    /** @throws BrokenSignatureException when a target returns one */
    Results execute() throws InterruptedException {
        LoadGenerator compiling = new LoadGenerator(plan.warmUp());
        for (Target target : targets) {
            progress.println("warming up " + target.name());
            compiling.measure(target, Load.closedLoop(Goals.CONNECTIONS, plan.firstWarmUp()), 0);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            measureLocally(round);
            for (int connections : plan.connections()) {
                measureAll(connections, round);
            }
        }
        return new Results(local.samples(), measurements, processes());
    }

    private void measureLocally(int round) throws InterruptedException {
        local.measure(round, 1, plan.measuredLocally());
        int processors = Runtime.getRuntime().availableProcessors();
        if (processors > 1) {
            local.measure(round, processors, plan.measuredLocally());
        }
    }

    private void measureAll(int connections, int round) throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (Target target : targets) {
            Load load = Load.closedLoop(connections, plan.measured());
            rates.add(measure(target, load, round).throughput() * SHARE_OF_THROUGHPUT);
        }
        if (connections != Goals.CONNECTIONS) {
            return;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (rates.get(i) > 0) {
                measure(targets.get(i), Load.fixedRate(connections, plan.measured(), rates.get(i)), round);
            }
        }
    }

    private Measurement measure(Target target, Load load, int round) throws InterruptedException {
        Measurement measurement = generator.measure(target, load, round);
        measurements.add(measurement);
        progress.println(String.format(
                Locale.ROOT,
                "round %d of %d: %-14s %-11s %8.0f sign/s, p99 %8.2f ms%s",
                round,
                plan.rounds(),
                load.kind(),
                target.name(),
                measurement.throughput(),
                measurement.millis(99),
                measurement.errorCount() == 0 ? "" : ", ERRORS " + measurement.errors()));
        return measurement;
    }

    private List<ProcessFacts> processes() {
        return targets.stream()
                .map(target -> new ProcessFacts(
                        target.name(),
                        target.server().startTime(),
                        target.server().residentKib()))
                .toList();
    }

    /** The JCA provider that signs in this process. */
    String engine() {
        return local.engine();
    }
}
