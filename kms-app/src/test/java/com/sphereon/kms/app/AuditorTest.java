package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may export a log, and whose it is, is said by the token. */
class AuditorTest {
    private static TestIssuer issuer;
    private static RunningKms kms;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        issuer = TestIssuer.start();
        kms = RunningKms.start(dataDirectory, issuer.settings());
        kms.client().with(issuer.token("alice", "tenant-admin")).generate("key", "ED25519");
    }

    @AfterAll
    static void stop() {
        kms.close();
        issuer.close();
    }

    private int export(String token) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), token + "\n");
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(
                        "audit",
                        "export",
                        "--url=http://127.0.0.1:%d%s".formatted(kms.port(), KmsClient.BASE_PATH),
                        "--token=file:" + file,
                        "--output=" + folder.resolve("log"),
                        "--keys=" + folder.resolve("keys"));
    }

    private void requireFailure(String sentence) throws IOException {
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("kms: GET /audit/")
                .contains(sentence)
                .hasLineCount(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("token"));
        }
    }

    @Test
    void export_auditor_theLogOfTheTokensTenant() throws IOException {
        assertThat(export(issuer.token("alice", "auditor"))).as(err.toString()).isZero();
        assertThat(out.toString()).contains("of kms.localhost/alice to");
        assertThat(Files.readString(folder.resolve("log"))).contains("\"tenant\":\"alice\"");
    }

    @Test
    void export_service_refused() throws IOException {
        assertThat(export(issuer.token("alice", "service"))).isEqualTo(1);
        requireFailure("status 403");
    }

    @Test
    void export_noGoodToken_refused() throws IOException {
        assertThat(export("eyJSECRET")).isEqualTo(1);
        requireFailure("status 401");
        assertThat(err.toString()).doesNotContain("SECRET");
    }

    @Test
    void export_tenantWithoutEvents_refused() throws IOException {
        assertThat(export(issuer.token("nobody", "auditor"))).isEqualTo(1);
        requireFailure("The audit log has no events yet");
    }
}
