package com.sphereon.kms.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a broken provider does to those who use others. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Break the backend of one provider in several ways, and measure those who use other",
            "providers meanwhile; then see what thousands of failures leave behind."
        })
final class FaultsCommand implements Callable<Integer> {
    private static final double MILLIS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--seconds", description = "Length of one measurement; ${DEFAULT-VALUE} unless told.")
    private double seconds = 20;

    @Option(names = "--rate", description = "Requests a second at each of the others; ${DEFAULT-VALUE} unless told.")
    private double rate = 100;

    @Option(
            names = "--broken-rate",
            description = "Requests a second at the broken provider; ${DEFAULT-VALUE} unless told.")
    private double brokenRate = 50;

    @Option(names = "--failures", description = "Failures before leaks are looked for; ${DEFAULT-VALUE} unless told.")
    private int failures = 10_000;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the database is; the system's temporary folder unless told.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));

    @Override
    public Integer call() throws InterruptedException {
        Launcher launcher = Launcher.of(System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        Machine.facts(launcher).forEach((name, fact) -> out.println(name + ": " + fact));
        try (LocalIssuer issuer = LocalIssuer.start(Clock.systemUTC());
                WorkFolder work = WorkFolder.in(folder);
                CloudSite site = CloudSite.start(new Product(launcher, issuer, work.path()), work)) {
            measureFaults(site, out);
            measureLeaks(site, out);
        }
        return 0;
    }

    private void measureFaults(CloudSite site, PrintWriter out) throws InterruptedException {
        Map<String, List<Double>> well = new HashMap<>();
        Duration duration = Duration.ofMillis((long) (seconds * MILLIS));
        List<FaultResult> results = new FaultRun(site, duration, rate, brokenRate, out).measure(well);
        Map<String, Double> undisturbed = new HashMap<>();
        well.forEach((target, p99s) ->
                undisturbed.put(target, Median.of(p99s.stream().mapToDouble(Double::doubleValue))));
        out.println("\np99 while nothing is broken, in ms: " + well);
        out.println(FaultResult.header(FaultRun.OTHERS));
        results.forEach(result -> out.println(result.row(FaultRun.OTHERS, undisturbed)));
    }

    private void measureLeaks(CloudSite site, PrintWriter out) throws InterruptedException {
        LeakCheck before = LeakCheck.of(site);
        int failed = LeakCheck.fail(site, failures);
        LeakCheck after = LeakCheck.of(site);
        out.println("\n" + LeakCheck.header());
        out.println(before.row("before"));
        out.println(after.row("after") + "   " + failed + " requests had failed at the backend");
    }
}
