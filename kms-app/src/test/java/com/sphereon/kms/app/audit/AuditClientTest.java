package com.sphereon.kms.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patient with a server that is busy, and with nothing else. */
class AuditClientTest {
    private static final FakeKms.Answering GOOD = FakeKms.with(200, "{\"good\":true}");

    private final FakeKms kms = new FakeKms();
    private final List<Duration> pauses = new ArrayList<>();
    private final StringWriter progress = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        kms.close();
    }

    private AuditClient client(URI base, Optional<SecretReference> token) {
        return new AuditClient(base, token, pauses::add, new PrintWriter(progress, true));
    }

    private boolean isGood() throws InterruptedException {
        try (AuditClient client = client(kms.base(), Optional.empty())) {
            return client.json("/x").path("good").asBoolean();
        }
    }

    private ThrowableAssertAlternative<ExportFailedException> requireFailure() {
        return assertThatExceptionOfType(ExportFailedException.class).isThrownBy(this::isGood);
    }

    private static List<Duration> seconds(int... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    @Test
    void get_answeredAtOnce_nothingIsRepeated() throws InterruptedException {
        kms.on("/x", GOOD);

        assertThat(isGood()).isTrue();
        assertThat(kms.asked()).containsExactly("/x null");
        assertThat(pauses).isEmpty();
        assertThat(progress.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void get_busyWithRetryAfter_asksAgainNotBefore(int status) throws InterruptedException {
        kms.on(
                "/x",
                FakeKms.with(status, "{\"message\":\"later\"}", "Retry-After", "7"),
                FakeKms.with(status, "", "Retry-After", "60"),
                GOOD);

        assertThat(isGood()).isTrue();
        assertThat(pauses).isEqualTo(seconds(7, 60));
        assertThat(progress.toString())
                .contains("kms: GET /x: status %d: later; trying again in 7 s".formatted(status));
    }

    @Test
    void get_busyWithoutRetryAfter_waitsLongerEachTimeAndGivesUp() {
        kms.on("/x", FakeKms.with(503, "{\"message\":\"The database is away\"}"));

        requireFailure().withMessage("GET /x: status 503: The database is away");
        assertThat(pauses).isEqualTo(seconds(1, 2, 4, 8, 16));
        assertThat(kms.asked()).hasSize(AuditClient.MAX_ATTEMPTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "86400"})
    void get_busyForLong_givesUpAtOnce(String retryAfter) {
        kms.on("/x", FakeKms.with(503, "", "Retry-After", retryAfter));

        requireFailure().withMessage("GET /x: status 503");
        assertThat(pauses).isEmpty();
    }

    @Test
    void get_retryAfterThatIsNoNumber_waitsAsUsual() throws InterruptedException {
        kms.on("/x", FakeKms.with(503, "", "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"), GOOD);

        assertThat(isGood()).isTrue();
        assertThat(pauses).isEqualTo(seconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 500, 502})
    void get_refused_isNotRepeatedAndSaysWhy(int status) {
        kms.on("/x", FakeKms.with(status, "{\"code\":\"X\",\"message\":\"no\\u0007t you\"}"));

        requireFailure().withMessage("GET /x: status %d: no?t you".formatted(status));
        assertThat(pauses).isEmpty();
        assertThat(kms.asked()).hasSize(1);
    }

    @Test
    void get_redirected_isNotFollowed() {
        kms.on("/x", FakeKms.with(302, "", "Location", kms.base() + "y")).on("/y", GOOD);

        requireFailure().withMessage("GET /x: status 302");
        assertThat(kms.asked()).hasSize(1);
    }

    @Test
    void get_connectionBreaks_asksAgain() throws InterruptedException {
        kms.on(
                "/x",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                },
                GOOD);

        assertThat(isGood()).isTrue();
        assertThat(pauses).isEqualTo(seconds(1));
    }

    @Test
    void get_nobodyThere_givesUp() {
        URI base = kms.base();
        kms.close();
        try (AuditClient client = client(base, Optional.empty())) {
            assertThatExceptionOfType(ExportFailedException.class)
                    .isThrownBy(() -> client.json("/x"))
                    .withMessageStartingWith("GET /x: no answer from http://localhost:")
                    .withMessageContaining("ConnectException");
        }
        assertThat(pauses).hasSize(AuditClient.MAX_ATTEMPTS - 1);
    }

    @Test
    void get_answerTooLong_fails() {
        kms.on("/x", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1024 * 1024];
            for (int i = 0; i <= AuditClient.MAX_ANSWER_BYTES / part.length; i++) {
                exchange.getResponseBody().write(part);
            }
        });

        requireFailure().withMessageContaining("the answer is too long");
    }

    @Test
    void json_somethingElse_fails() {
        kms.on("/x", FakeKms.with(200, "<html>"));

        requireFailure().withMessageContaining("is no JSON; is http://localhost:");
    }

    @Test
    void get_tokenInAFile_readForEachQuestion() throws IOException, InterruptedException {
        kms.on("/x", GOOD);
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        SecretReference token = SecretReference.parse("--token", "file:" + file);
        try (AuditClient client = client(kms.base(), Optional.of(token))) {
            client.json("/x");
            Files.writeString(file, "second");
            client.json("/x");
            assertThat(kms.asked()).containsExactly("/x Bearer first", "/x Bearer second");

            Files.writeString(file, "thi rd");
            assertThatExceptionOfType(ExportFailedException.class)
                    .isThrownBy(() -> client.json("/x"))
                    .withMessage("the token has characters that no token has");
            Files.delete(file);
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> client.json("/x"))
                    .withMessageStartingWith("--token names file");
        }
        assertThat(kms.asked()).hasSize(2);
    }
}
