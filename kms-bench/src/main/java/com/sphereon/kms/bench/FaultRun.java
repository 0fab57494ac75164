package com.sphereon.kms.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Breaks one provider in one way after the other, and measures those that use others meanwhile. Before each fault the same
 * requests are measured while nothing is broken.
 *
 * @param rate requests a second at each provider that is well
 * @param brokenRate requests a second at the one that is broken
 */
record FaultRun(CloudSite site, Duration duration, double rate, double brokenRate, PrintWriter progress) {
    /** Those at the other providers. */
    static final List<String> OTHERS = List.of(CloudSite.SOFTWARE_KEY, CloudSite.HEALTHY_KEY);

    private static final int CONNECTIONS = 16;
    private static final int BROKEN_CONNECTIONS = 128;
    private static final int CREATED = 201;
    private static final int WARMING = 3;
    private static final double P99 = 99;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(2);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
    private static final String BREAKER = "kms_provider_breaker{provider=\"" + CloudSite.BROKEN + "\"}";

    /** The others in one phase, and those at the provider that may be broken. */
    private record Seen(List<Measurement> others, BrokenCalls broken) {
        double p99(String target) {
            return others.stream()
                    .filter(measurement -> measurement.target().equals(target))
                    .mapToDouble(measurement -> measurement.millis(P99))
                    .max()
                    .orElseThrow();
        }

        long errors() {
            return others.stream().mapToLong(Measurement::errorCount).sum();
        }
    }

    /**
     * All phases.
     *
     * @param undisturbed gets, by target, the p99 in milliseconds of each phase in which nothing was broken
     */
    List<FaultResult> measure(Map<String, List<Double>> undisturbed) throws InterruptedException {
        for (int i = 0; i < WARMING; i++) {
            seen(); // until the server's code is compiled everything is slower, most of all the slowest
        }
        List<FaultResult> results = new ArrayList<>();
        for (FaultPhase phase : FaultPhase.all()) {
            progress.println("measuring: " + phase.name());
            Seen well = seen();
            OTHERS.forEach(target -> undisturbed
                    .computeIfAbsent(target, unused -> new ArrayList<>())
                    .add(well.p99(target)));
            phase.begin().at(site);
            Seen seen = seen();
            boolean opened = site.metric(BREAKER) > 0;
            phase.end().at(site);
            results.add(new FaultResult(
                    phase.name(),
                    p99s(seen),
                    seen.errors() + well.errors(),
                    seen.broken().answers(),
                    seen.broken().slowestSeconds(),
                    opened,
                    secondsUntilSigned()));
        }
        return results;
    }

    private static Map<String, Double> p99s(Seen seen) {
        Map<String, Double> p99s = new HashMap<>();
        OTHERS.forEach(target -> p99s.put(target, seen.p99(target)));
        return p99s;
    }

    private Seen seen() throws InterruptedException {
        BrokenCalls calls = new BrokenCalls(site.target(CloudSite.BROKEN_KEY).workload());
        LoadGenerator generator = new LoadGenerator(WARM_UP);
        Load load = Load.fixedRate(CONNECTIONS, duration, rate);
        try (ExecutorService groups = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> broken = groups.submit(() -> {
                calls.atRate(BROKEN_CONNECTIONS, brokenRate, duration.plus(WARM_UP));
                return calls;
            });
            List<Future<Measurement>> others = OTHERS.stream()
                    .map(alias -> groups.submit(() -> generator.measure(site.target(alias), load, 1)))
                    .toList();
            List<Measurement> measured = new ArrayList<>();
            for (Future<Measurement> other : others) {
                measured.add(other.get());
            }
            broken.get();
            return new Seen(measured, calls);
        } catch (ExecutionException e) {
            throw new IllegalStateException("what was measured failed", e.getCause());
        }
    }

    private double secondsUntilSigned() throws InterruptedException {
        long start = System.nanoTime();
        Workload workload = site.target(CloudSite.BROKEN_KEY).workload();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (client.send(workload.request(0).http(), BodyHandlers.discarding())
                            .statusCode()
                    != CREATED) {
                if (System.nanoTime() - start > LONGEST_RECOVERY.toNanos()) {
                    throw new IllegalStateException("the provider does not work again");
                }
                Thread.sleep(PROBE_INTERVAL);
            }
            return (System.nanoTime() - start) / 1e9;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
