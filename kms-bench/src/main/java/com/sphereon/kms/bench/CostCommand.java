package com.sphereon.kms.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench cost}: what it costs to have much. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = {
            "Measure signatures at 64 connections in a small and a big state of the",
            "product, in turns, with the embedded database and with PostgreSQL."
        })
final class CostCommand implements Callable<Integer> {
    private static final double MILLIS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Option(
            names = "--of",
            split = ",",
            paramLabel = "WHAT",
            description = "Some of keys,tenants,audit; all unless told.")
    private List<String> dimensions = List.of("keys", "tenants", "audit");

    @Option(names = "--database", split = ",", description = "Some of embedded,postgresql; both unless told.")
    private List<String> databases = List.of(Results.EMBEDDED, Results.POSTGRESQL);

    @Option(names = "--keys", description = "Keys in the big state, beside 10; ${DEFAULT-VALUE} unless told.")
    private int keys = 100_000;

    @Option(names = "--tenants", description = "Tenants in the big state, beside 1; ${DEFAULT-VALUE} unless told.")
    private int tenants = 1000;

    @Option(names = "--leaves", description = "Events in the big audit log, beside 0; ${DEFAULT-VALUE} unless told.")
    private long leaves = 10_000_000;

    @Option(
            names = "--spread",
            description = "In the big state all keys and tenants sign, and not as many as in the small one.")
    private boolean spread;

    @Option(names = "--seconds", description = "Length of one measurement; ${DEFAULT-VALUE} unless told.")
    private double seconds = 5;

    @Option(names = "--rounds", description = "Measurements of each state; ${DEFAULT-VALUE} unless told.")
    private int rounds = 3;

    @Option(names = "--output", paramLabel = "FILE", description = "Where all raw numbers go, as JSON.")
    private @Nullable Path output;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where databases are, on the disk to be measured; the system's temporary folder unless told.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));

    @Override
    public Integer call() throws InterruptedException, SQLException {
        Launcher launcher = Launcher.of(System.getenv());
        Map<String, String> facts = Machine.facts(launcher);
        List<CostResult> results = measureAll(launcher);
        facts.put("load average after", Machine.loadAverage());
        PrintWriter out = spec.commandLine().getOut();
        facts.forEach((name, fact) -> out.println(name + ": " + fact));
        out.println("\n" + CostResult.header());
        results.forEach(result -> out.println(result.row()));
        Optional.ofNullable(output).ifPresent(file -> write(file, facts, results));
        return 0;
    }

    private List<CostResult> measureAll(Launcher launcher) throws InterruptedException, SQLException {
        List<CostResult> results = new ArrayList<>();
        try (LocalIssuer issuer = LocalIssuer.start(Clock.systemUTC())) {
            List<Dimension> wanted = wanted(issuer);
            CostRun run = new CostRun(plan(), spec.commandLine().getOut());
            for (String database : databases) {
                for (Dimension dimension : wanted) {
                    // a folder for each, or one state would be measured beside the files of all others
                    try (WorkFolder work = WorkFolder.in(folder)) {
                        Product product = new Product(launcher, issuer, work.path());
                        results.add(measure(run, database, dimension, product, work));
                    }
                }
            }
        }
        return results;
    }

    private static CostResult measure(
            CostRun run, String database, Dimension dimension, Product product, WorkFolder work)
            throws InterruptedException, SQLException {
        if (database.equals(Results.EMBEDDED)) {
            return run.measure(database, dimension, name -> new EmbeddedSite(product.in(name)));
        }
        try (PostgresqlServer server = PostgresqlServer.open(work)) {
            return run.measure(database, dimension, name -> new PostgresqlSite(product.in(name), server.database()));
        }
    }

    /** What the options say. */
    List<Dimension> wanted(LocalIssuer issuer) {
        requireKnown("--database", databases, List.of(Results.EMBEDDED, Results.POSTGRESQL));
        requireKnown("--of", dimensions, List.of("keys", "tenants", "audit"));
        try {
            return Stream.<Dimension>of(
                            new KeysDimension(issuer, keys, spread),
                            new TenantsDimension(issuer, tenants, spread),
                            new AuditDimension(issuer, Clock.systemUTC(), leaves))
                    .filter(dimension -> dimensions.contains(dimension.name()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void requireKnown(String option, List<String> given, List<String> known) {
        if (!known.containsAll(given)) {
            throw new ParameterException(spec.commandLine(), option + " takes " + String.join(", ", known));
        }
    }

    /** What the options say. */
    CostPlan plan() {
        try {
            return new CostPlan(Duration.ofMillis(Math.round(seconds * MILLIS)), rounds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void write(Path file, Map<String, String> facts, List<CostResult> results) {
        ResultFile.write(
                file,
                Map.of(
                        "machine",
                        facts,
                        "results",
                        results.stream()
                                .map(result -> Map.of(
                                        "database", result.database(),
                                        "what", result.dimension(),
                                        "small", result.small(),
                                        "big", result.big(),
                                        "measurements",
                                                result.measurements().stream()
                                                        .map(ResultFile::measurement)
                                                        .toList()))
                                .toList()));
    }
}
