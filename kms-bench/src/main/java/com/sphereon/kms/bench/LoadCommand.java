package com.sphereon.kms.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench load}: the product beside the cryptography alone and beside a bare endpoint. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Measure signatures a second and latencies of the whole product, with the",
            "embedded database and with PostgreSQL, beside the bare cryptography and a",
            "bare endpoint, in one run. Takes six minutes; with --quick one."
        })
final class LoadCommand implements Callable<Integer> {
    private static final double MILLIS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(names = "--quick", description = "One short round at 1 and 64 connections.")
    private boolean quick;

    @Option(names = "--connections", split = ",", paramLabel = "N", description = "Such as 1,16,64,256.")
    private @Nullable List<Integer> connections;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of one measurement; 5 unless told.")
    private @Nullable Double seconds;

    @Option(names = "--rounds", paramLabel = "N", description = "How often all is measured; 3 unless told.")
    private @Nullable Integer rounds;

    @Option(names = "--output", paramLabel = "FILE", description = "Where all raw numbers go, as JSON.")
    private @Nullable Path output;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where databases are, on the disk to be measured; the system's temporary folder unless told.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = plan();
        Launcher launcher = Launcher.of(System.getenv());
        try (WorkFolder work = WorkFolder.in(folder);
                LocalIssuer issuer = LocalIssuer.start(Clock.systemUTC());
                Targets targets = new Targets(launcher, work, issuer)) {
            Map<String, String> facts = Machine.facts(launcher);
            LoadRun run = new LoadRun(plan, targets.all(), out);
            facts.put("cryptography", run.engine());
            facts.put("file system", work.fileSystem());
            targets.durability().ifPresent(durability -> facts.put("database", durability));
            Results results = run.execute();
            facts.put("load average after", Machine.loadAverage());
            out.println();
            facts.forEach((name, fact) -> out.println(name + ": " + fact));
            new Report(out).print(results);
            Optional.ofNullable(output).ifPresent(file -> ResultFile.write(file, facts, results));
            return 0;
        }
    }

    /** What the options say, over the plan they begin from. */
    Plan plan() {
        Plan base = quick ? Plan.QUICK : Plan.DEFAULT;
        try {
            return new Plan(
                    connections == null ? base.connections() : connections,
                    seconds == null ? base.measured() : Duration.ofMillis(Math.round(seconds * MILLIS)),
                    rounds == null ? base.rounds() : rounds,
                    base.warmUp(),
                    base.firstWarmUp());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
