package com.sphereon.kms.bench;

import com.sphereon.kms.bench.parts.CoreSignBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench parts}: single parts under JMH. */
@Command(name = "parts", mixinStandardHelpOptions = true, description = "Measure single parts with JMH.")
final class PartsCommand implements Callable<Integer> {
    private static final String ALL = Pattern.quote(CoreSignBenchmark.class.getPackageName() + ".") + ".*";

    @Parameters(paramLabel = "REGEX", description = "Which benchmarks; all unless told.")
    private List<String> included = List.of();

    @Option(names = "--quick", description = "One fork, one short warm-up and one short iteration.")
    private boolean quick;

    @Option(names = "--list", description = "Say which benchmarks there are, and do no more.")
    private boolean list;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        for (String regex : included.isEmpty() ? List.of(ALL) : included) {
            options.include(regex);
        }
        if (quick) {
            options.forks(1)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.seconds(1));
        }
        Runner runner = new Runner(options.build());
        if (list) {
            runner.list();
        } else {
            runner.run();
        }
        return 0;
    }
}
