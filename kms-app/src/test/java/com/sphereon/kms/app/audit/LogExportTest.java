package com.sphereon.kms.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export is there as a whole or not at all, whatever the server answers. */
class LogExportTest {
    private static final String EVENTS = "/audit/events?cursor=%d&limit=1000";
    private static final String CHECKPOINTS = "/audit/checkpoints?from=%d&limit=1000";
    private static final String JWK =
            "{'kty':'OKP','crv':'Ed25519','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo','alg':'EdDSA','use':'sig'}";

    @TempDir
    private Path folder;

    private final StringWriter progress = new StringWriter();
    private final FakeKms kms = new FakeKms()
            .on("/audit/checkpoint", FakeKms.with(200, "note"))
            .onJson("/audit/status", "{'origin':'o/t','size':5,'checkpoint':{'size':4}}")
            .onJson(CHECKPOINTS.formatted(1), checkpoints(2, 4, 5))
            .onJson(EVENTS.formatted(0), "{'events':[%s],'next':'3'}".formatted(events(0, 3)))
            .onJson(EVENTS.formatted(3), "{'events':[%s]}".formatted(events(3, 5)))
            .onJson("/keys/kid%202", "{'keyInfo':{'key':%s}}".formatted(JWK))
            .onJson("/keys/kid%204", "{'keyInfo':{'key':%s}}".formatted(JWK));

    @AfterEach
    void stop() {
        kms.close();
    }

    private static String events(int begin, int end) {
        return IntStream.range(begin, end)
                .mapToObj(i -> "{'index':%d,'leaf':'%s'}".formatted(i, base64("leaf-" + i)))
                .reduce((a, b) -> a + "," + b)
                .orElse("");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String checkpoints(int... sizes) {
        return "{'checkpoints':[%s]}"
                .formatted(IntStream.of(sizes)
                        .mapToObj(size -> "{'size':%d,'kid':'kid %d','note':'note %d\\n'}".formatted(size, size, size))
                        .reduce((a, b) -> a + "," + b)
                        .orElse(""));
    }

    private LogExport.Written write() throws IOException, InterruptedException {
        try (AuditClient client =
                new AuditClient(kms.base(), Optional.empty(), unused -> {}, new PrintWriter(progress, true))) {
            return new LogExport(client, new PrintWriter(progress, true))
                    .write(folder.resolve("log"), Optional.of(folder.resolve("keys")));
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void requireFailure(String message) throws IOException {
        assertThatExceptionOfType(ExportFailedException.class)
                .isThrownBy(this::write)
                .withMessageContaining(message);
        assertThat(files()).isEmpty();
    }

    @Test
    void write_severalPages_eventsAndCheckpointsInTheirPlaces() throws IOException, InterruptedException {
        assertThat(write()).isEqualTo(new LogExport.Written("o/t", 4, 2, 1));

        assertThat(Files.readString(folder.resolve("log"))).isEqualTo("""
                        {"format":"kms-audit-export/1","origin":"o/t"}
                        leaf-0
                        leaf-1
                        {"checkpoint":"note 2\\n"}
                        leaf-2
                        leaf-3
                        {"checkpoint":"note 4\\n"}
                        {"end":{"checkpoints":2,"events":4}}
                        """);
        assertThat(Files.readString(folder.resolve("keys")))
                .contains("\"kid\" : \"kid 2\"", "\"kid\" : \"kid 4\"", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
                .doesNotContain("use");
        assertThat(files()).containsExactly("keys", "log");
        assertThat(progress.toString()).isEmpty();
    }

    @Test
    void write_checkpointsOnSeveralPages_all() throws IOException, InterruptedException {
        kms.onJson(CHECKPOINTS.formatted(1), checkpoints(2)).onJson(CHECKPOINTS.formatted(3), checkpoints(4));

        assertThat(write().checkpoints()).isEqualTo(2);
    }

    @Test
    void write_alarm_exportedAllTheSameAndSaid() throws IOException, InterruptedException {
        kms.onJson("/audit/status", "{'origin':'o/t','size':5,'checkpoint':{'size':4},'alarm':'changed'}");

        write();

        assertThat(progress.toString()).contains("kms: ALARM: changed");
    }

    @Test
    void write_logEndsBeforeItsCheckpoint_nothingIsLeft() throws IOException {
        kms.onJson(EVENTS.formatted(3), "{'events':[]}");

        requireFailure("event 3 is missing in the log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'events':[{'index':4,'leaf':'bGVhZg=='}]}",
                "{'events':[{'index':2,'leaf':'bGVhZg=='}]}",
                "{'events':[],'next':'3'}",
                "{}",
                "[]",
                "{'events':[{'index':'3','leaf':'bGVhZg=='}]}",
                "{'events':[{'index':3}]}",
                "{'events':[{'index':3,'leaf':'?'}]}",
                "{'events':[{'index':3,'leaf':'YQpi'}]}",
                "{'events':",
            })
    void write_eventsThatCannotBe_nothingIsLeft(String page) throws IOException {
        kms.onJson(EVENTS.formatted(3), page);

        requireFailure("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'checkpoints':[]}",
                "{}",
                "{'checkpoints':[{'size':5,'kid':'k','note':'n'}]}",
                "{'checkpoints':[{'size':0,'kid':'k','note':'n'}]}",
                "{'checkpoints':[{'size':2,'kid':'k','note':'n'},{'size':2,'kid':'k','note':'n'}]}",
                "{'checkpoints':[{'size':2,'kid':'k'}]}",
                "{'checkpoints':[{'size':2.5,'kid':'k','note':'n'}]}",
            })
    void write_checkpointsThatCannotBe_nothingIsLeft(String page) throws IOException {
        kms.onJson(CHECKPOINTS.formatted(1), page);

        requireFailure("");
    }

    @Test
    void write_noEventsYet_nothingIsLeft() throws IOException {
        kms.on("/audit/checkpoint", FakeKms.with(404, "{\"message\":\"The audit log has no events yet\"}"));

        requireFailure("GET /audit/checkpoint: status 404: The audit log has no events yet");
    }

    @Test
    void write_keyIsGone_logIsThereAndNoKeys() throws IOException {
        kms.onJson("/keys/kid%204", "{'keyInfo':{'key':{'kty':'oct'}}}");

        assertThatExceptionOfType(ExportFailedException.class)
                .isThrownBy(this::write)
                .withMessageContaining("the log was exported, but the KMS shows no public key for kid 'kid 4'");
        assertThat(files()).containsExactly("log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "keys"})
    void write_fileExists_isNotReplacedAndNothingIsAsked(String name) throws IOException {
        Files.writeString(folder.resolve(name), "kept");

        assertThatExceptionOfType(ExportFailedException.class)
                .isThrownBy(this::write)
                .withMessageContaining("exists; it is not replaced");
        assertThat(Files.readString(folder.resolve(name))).isEqualTo("kept");
        assertThat(kms.asked()).isEmpty();
    }

    @Test
    void write_fileAppearsMeanwhile_isNotReplaced() throws IOException {
        Path file = folder.resolve("log");
        kms.on(EVENTS.formatted(3), exchange -> {
            Files.writeString(file, "kept");
            FakeKms.with(200, "{'events':[%s]}".formatted(events(3, 5)).replace('\'', '"'))
                    .answer(exchange);
        });

        assertThatExceptionOfType(ExportFailedException.class).isThrownBy(this::write);
        assertThat(Files.readString(file)).isEqualTo("kept");
        assertThat(files()).containsExactly("log");
    }

    @Test
    void write_noFolder_fails() {
        assertThatExceptionOfType(ExportFailedException.class)
                .isThrownBy(() -> new NewFile(folder.resolve("none/log")).requireFree())
                .withMessageContaining("there is no folder");
    }
}
