package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_asked_namesTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("serve", "demo", "audit", "SERVER_REST_PORT")
                .doesNotContain("Exception");
    }

    @Test
    void version_asked_isThatOfTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)kms \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void usage_wrong_isTwoAndExplained() {
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("nonsense");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Which command?");
    }

    @Test
    void demo_run_verifiesTheCredentialAndShowsThreeRefusals() {
        assertThat(run("demo")).isZero();
        assertThat(out.toString())
                .contains("[1/5]", "[5/5]", "valid: ", "\"keys\":[", "a changed credential:", "400 keyInfo")
                .contains("Done");
    }

    private int run(String... arguments) {
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }
}
