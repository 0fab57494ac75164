package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Ask;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBackendTest {
    private static final RemoteSettings LIMITS = RemoteSettingsTest.with();
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<Ask> asked = new CopyOnWriteArrayList<>();
    private final TestPace time = new TestPace();
    private volatile Reply reply = Reply.json(200, "{}");

    private final FaultyHttpServer server = FaultyHttpServer.start((ask, lie) -> {
        asked.add(ask);
        return reply;
    });
    private final HttpBackend backend = backend(server.url() + "/base", Authorization.NONE);

    private HttpBackend backend(String url, Authorization authorization) {
        return new HttpBackend(endpoint(url), LIMITS, authorization, time.clock());
    }

    private static HttpEndpoint endpoint(String url) {
        return HttpEndpoint.from(new Settings(Map.of("url", url)), "url", "ca");
    }

    @AfterEach
    void close() {
        backend.close();
        server.close();
    }

    private BackendAnswer get() {
        return backend.send(BackendRequest.get("x"), Deadline.in(LONG));
    }

    private RemoteFailure failure(HttpBackend of, Duration deadline) {
        return catchThrowableOfType(
                RemoteFailure.class,
                () -> of.send(BackendRequest.get("x"), Deadline.in(deadline)).requireSuccess());
    }

    @Test
    void send_anyRequest_arrivesAsItIs() {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        reply = Reply.json(201, "{\"b\":2}");
        BackendRequest request = BackendRequest.postJson(body, "keys", "a/b ?#%é", "sign")
                .query("q", "1&2")
                .header("If-Match", "\"3\"");

        BackendAnswer answer = backend.send(request, Deadline.in(LONG));

        Ask ask = asked.getFirst();
        assertThat(ask.method()).isEqualTo("POST");
        assertThat(ask.target()).isEqualTo("/base/keys/a%2Fb%20%3F%23%25%C3%A9/sign?q=1%262");
        assertThat(ask.headers()).containsEntry("if-match", "\"3\"").containsEntry("content-type", "application/json");
        assertThat(ask.headers()).doesNotContainKey("authorization");
        assertThat(ask.body()).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ""})
    void send_segmentThatLeadsOut_refused(String segment) {
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> backend.send(BackendRequest.get("keys", segment), Deadline.in(LONG)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
        assertThat(asked).isEmpty();
    }

    @Test
    void prints_requestAndAnswer_nothingOfTheirContent() {
        BackendRequest request = BackendRequest.postJson("hunter2".getBytes(StandardCharsets.UTF_8), "x")
                .header("Authorization", "hunter3");
        assertThat(request.toString()).isEqualTo("POST /x");
        assertThat(request.content().orElseThrow().toString()).isEqualTo("application/json of 7 bytes");
        reply = Reply.json(200, "hunter2");
        assertThat(get().toString()).isEqualTo("status 200 with 7 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID",
        "401,DENIED",
        "403,DENIED",
        "404,NOT_FOUND",
        "408,UNAVAILABLE",
        "409,CONFLICT",
        "410,NOT_FOUND",
        "412,CONFLICT",
        "418,UNEXPECTED",
        "422,INVALID",
        "423,DISABLED",
        "429,THROTTLED",
        "500,UNAVAILABLE",
        "501,UNEXPECTED",
        "502,UNAVAILABLE",
        "503,UNAVAILABLE",
        "504,UNAVAILABLE",
        "302,UNEXPECTED",
        "304,UNEXPECTED"
    })
    void send_status_itsKindAndNothingOfTheBody(int status, Kind kind) {
        reply = new Reply(status, Map.of("Location", server.url() + "/elsewhere"), new byte[0]);
        if (status >= 400) {
            reply = Reply.json(status, "hunter2");
        }
        RemoteFailure failure = failure(backend, LONG);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageNotContaining("hunter2");
        assertThat(asked).as("neither redirected nor repeated").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | PT7S",
                "0 | PT0S",
                "Tue, 01 Jan 2030 00:01:00 GMT | PT1M",
                "Tue, 01 Jan 2019 00:01:00 GMT | ",
                "-1 | ",
                "1.5 | ",
                "99999999999999999999 | ",
                "soon | ",
                "é | "
            })
    void send_retryAfter_secondsOrDateElseNothing(String header, Duration expected) {
        reply = new Reply(503, Map.of("Retry-After", header), new byte[0]);
        RemoteFailure failure = failure(backend, LONG);
        assertThat(failure.retryAfter().orElse(null)).isEqualTo(expected);
        assertThat(asked).as("not repeated behind our back").hasSize(1);
    }

    @Test
    void send_answerAtTheLimit_readAndOneByteMoreIsNot() {
        reply = new Reply(200, Map.of(), new byte[HttpBackend.MAX_ANSWER_BYTES]);
        assertThat(get().body()).hasSize(HttpBackend.MAX_ANSWER_BYTES);
        reply = new Reply(200, Map.of(), new byte[HttpBackend.MAX_ANSWER_BYTES + 1]);
        assertThat(failure(backend, LONG).kind()).isEqualTo(Kind.UNEXPECTED);
    }

    @Test
    void send_hangs_unavailableAtTheDeadlineAndMayHaveBeenDone() {
        get();
        server.inject(Fault.HANG, FaultyBackend.ALWAYS);
        RemoteFailure failure = failure(backend, Duration.ofMillis(200));
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.isUndone()).isFalse();
    }

    @Test
    void send_brokenOff_unavailableAndMayHaveBeenDone() {
        server.inject(Fault.RESET, FaultyBackend.ALWAYS);
        RemoteFailure failure = failure(backend, LONG);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.isUndone()).isFalse();
    }

    @Test
    void send_nobodyListens_unavailableAndCertainlyNotDone() {
        server.close();
        RemoteFailure failure = failure(backend, LONG);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.isUndone()).isTrue();
    }

    @Test
    void send_noTimeLeft_notSent() {
        RemoteFailure failure = failure(backend, Duration.ZERO);
        assertThat(failure.isUndone()).isTrue();
        assertThat(asked).isEmpty();
    }

    /** What speaks is not HTTP: closed before a word, or another protocol. */
    @ParameterizedTest
    @CsvSource({
        "'',UNAVAILABLE",
        "'SSH-2.0-OpenSSH\r\n',UNEXPECTED",
        "'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort',UNAVAILABLE"
    })
    void send_noAnswerOfHttp_itsKind(String words, Kind kind) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                HttpBackend client = backend("http://127.0.0.1:" + other.getLocalPort(), Authorization.NONE)) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = other.accept()) {
                    connection.getInputStream().readNBytes(20);
                    connection.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // the client went away
                }
            });
            if (kind == Kind.UNEXPECTED) {
                assertThat(failure(client, LONG).kind()).isEqualTo(kind);
            } else {
                assertThat(failure(client, Duration.ofMillis(300)).kind()).isEqualTo(kind);
            }
        }
    }

    @Test
    void close_afterRequests_noConnectionIsLeft() {
        get();
        assertThat(backend.openConnections()).isOne();
        backend.close();
        assertThat(backend.openConnections()).isZero();
    }

    @Test
    void bearer_refusedAndFileReplaced_renewed() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first");
        CredentialSource source = new CredentialSource(SecretReference.parse("token", "file:" + file), time.nanos::get);
        try (HttpBackend client = backend(server.url(), Authorization.bearer(source))) {
            reply = Reply.json(401, "{}");
            assertThat(failure(client, LONG).isRenewed()).isFalse();
            assertThat(asked.getLast().headers()).containsEntry("authorization", "Bearer first");

            Files.writeString(file, "second");
            assertThat(failure(client, LONG).isRenewed()).isTrue();
            reply = Reply.json(200, "{}");
            client.send(BackendRequest.get("x"), Deadline.in(LONG));
            assertThat(asked.getLast().headers()).containsEntry("authorization", "Bearer second");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://kms.example",
                "http://127.evil.example",
                "ftp://127.0.0.1",
                "kms.example",
                "https://user:hunter2@kms.example",
                "https://kms.example/?token=hunter2",
                "https://kms.example/#hunter2",
                "https://"
            })
    void endpoint_notAllowed_namedWithoutTheValue(String url) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> endpoint(url))
                .withMessageStartingWith("url must be")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void endpoint_allowed_taken() {
        for (String url : List.of("https://kms.example/base/", "http://localhost:1", "http://[::1]:1")) {
            assertThat(endpoint(url).certificates()).isEmpty();
        }
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> HttpEndpoint.from(new Settings(Map.of()), "url", "ca"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void endpoint_fileWithoutCertificates_refused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);
        Settings settings = new Settings(Map.of("url", "https://kms.example", "ca", file.toString()));
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> HttpEndpoint.from(settings, "url", "ca"))
                .withMessage("ca must name a PEM file with certificates");
    }
}
