package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Arguments. */
class MainTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();
    private final CommandLine main = Main.commandLine(new PrintWriter(out), new PrintWriter(err));

    @Test
    void withDefault_noCommand_isLoad() {
        assertThat(Main.withDefault()).containsExactly("load");
        assertThat(Main.withDefault("--quick")).containsExactly("load", "--quick");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost", "parts", "load", "--help", "-h"})
    void withDefault_commandOrHelp_staysAsItIs(String argument) {
        assertThat(Main.withDefault(argument, "--x")).containsExactly(argument, "--x");
    }

    @Test
    void plan_noOptions_isTheDefault() {
        assertThat(loadPlan("load")).isEqualTo(Plan.DEFAULT);
        assertThat(loadPlan("load", "--quick")).isEqualTo(Plan.QUICK);
    }

    @Test
    void plan_options_replaceTheDefaults() {
        Plan plan = loadPlan("load", "--quick", "--connections", "2,4,2", "--seconds", "0.25", "--rounds", "7");

        assertThat(plan.connections()).containsExactly(2, 4);
        assertThat(plan.measured()).isEqualTo(Duration.ofMillis(250));
        assertThat(plan.rounds()).isEqualTo(7);
        assertThat(plan.warmUp()).isEqualTo(Plan.QUICK.warmUp());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--connections=0",
                "--connections=1025",
                "--seconds=0",
                "--seconds=-1",
                "--seconds=601",
                "--rounds=0",
                "--rounds=101"
            })
    void plan_outOfRange_isRefused(String option) {
        assertThatThrownBy(() -> loadPlan("load", option)).isInstanceOf(ParameterException.class);
    }

    @Test
    void wanted_noOptions_isAllInTheirFullSize() {
        assertThat(dimensions("cost")).extracting(Dimension::big).containsExactly(100_000L, 1000L, 10_000_000L);
    }

    @Test
    void wanted_options_chooseAndShrink() {
        List<Dimension> dimensions = dimensions("cost", "--of", "tenants", "--tenants", "5");

        assertThat(dimensions).extracting(Dimension::name).containsExactly("tenants");
        assertThat(dimensions).extracting(Dimension::big).containsExactly(5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--of=colours", "--database=mysql", "--keys=9", "--tenants=0", "--leaves=0"})
    void wanted_unknownOrOutOfRange_isRefused(String option) {
        assertThatThrownBy(() -> dimensions("cost", option)).isInstanceOf(ParameterException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds=0", "--rounds=0", "--rounds=101"})
    void costPlan_outOfRange_isRefused(String option) {
        CostCommand command = parsed(CostCommand.class, "cost", option);

        assertThatThrownBy(command::plan).isInstanceOf(ParameterException.class);
    }

    @Test
    void execute_unknownCommand_isWrongUsage() {
        assertThat(main.execute("paint")).isEqualTo(2);
        assertThat(err.toString()).contains("paint");
    }

    @Test
    void launcher_startedByIt_knowsHomeAndFlags(@TempDir Path home) throws Exception {
        Path kms = Files.createFile(home.resolve("kms"));
        assertThat(kms.toFile().setExecutable(true)).isTrue();

        Launcher launcher = Launcher.of(Map.of("KMS_BENCH_HOME", home.toString(), "KMS_JVM_FLAGS", " -Xmx1g  -ea"));

        assertThat(launcher.jvmFlags()).containsExactly("-Xmx1g", "-ea");
        assertThat(launcher.kms()).isEqualTo(kms.toString());
        assertThat(Machine.facts(launcher)).containsEntry("JVM flags of the servers", "-Xmx1g -ea");
    }

    @Test
    void launcher_notStartedByIt_saysHowToStart(@TempDir Path empty) {
        assertThatThrownBy(() -> Launcher.of(Map.of())).hasMessageContaining("./kms bench");
        assertThatThrownBy(() -> Launcher.of(Map.of("KMS_BENCH_HOME", empty.toString())))
                .hasMessageContaining("./kms bench");
    }

    private Plan loadPlan(String... arguments) {
        return parsed(LoadCommand.class, arguments).plan();
    }

    private List<Dimension> dimensions(String... arguments) {
        try (LocalIssuer issuer = LocalIssuer.start(Clock.systemUTC())) {
            return parsed(CostCommand.class, arguments).wanted(issuer);
        }
    }

    private <T> T parsed(Class<T> command, String... arguments) {
        return command.cast(main.parseArgs(arguments).subcommand().commandSpec().userObject());
    }
}
