package com.sphereon.kms.bench;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures one dimension at one kind of database: a small and a big product beside each other, in turns. */
final class CostRun {
    private static final Load WARMING = Load.closedLoop(Goals.CONNECTIONS, CostPlan.FIRST_WARM_UP);

    private final CostPlan plan;
    private final LoadGenerator generator = new LoadGenerator(CostPlan.WARM_UP);
    private final PrintWriter progress;

    CostRun(CostPlan plan, PrintWriter progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Makes the two sites of a dimension, each new. */
    interface Sites {
        Site next(String name);
    }

    /** @throws BrokenSignatureException when a product returns one */
    CostResult measure(String database, Dimension dimension, Sites sites) throws InterruptedException, SQLException {
        try (Site small = sites.next(dimension.name() + "-small");
                Site big = sites.next(dimension.name() + "-big");
                Target few = fill(dimension, small, dimension.small());
                Target many = fill(dimension, big, dimension.big())) {
            List<Measurement> measurements = new ArrayList<>();
            generator.measure(few, WARMING, 0);
            generator.measure(many, WARMING, 0);
            for (int round = 1; round <= plan.rounds(); round++) {
                measurements.add(measure(few, round));
                measurements.add(measure(many, round));
            }
            return new CostResult(database, dimension.name(), dimension.small(), dimension.big(), measurements);
        }
    }

    private Target fill(Dimension dimension, Site site, long size) throws InterruptedException, SQLException {
        long start = System.nanoTime();
        Target target = dimension.start(site, size);
        progress.println(String.format(
                Locale.ROOT,
                "%s: filled and started after %d s",
                target.name(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        return target;
    }

    private Measurement measure(Target target, int round) throws InterruptedException {
        Measurement measurement = generator.measure(target, Load.closedLoop(Goals.CONNECTIONS, plan.measured()), round);
        progress.println(String.format(
                Locale.ROOT,
                "round %d: %-18s %8.0f sign/s, p99 %8.2f ms, errors %s",
                round,
                target.name(),
                measurement.throughput(),
                measurement.millis(99),
                measurement.errors()));
        return measurement;
    }
}
