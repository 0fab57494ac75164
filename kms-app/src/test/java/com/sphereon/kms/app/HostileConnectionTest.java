package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no proper HTTP client would send, written to the socket as it is. */
class HostileConnectionTest {
    private static final int TIMEOUT_MILLIS = 15_000;

    private static RunningKms kms;

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        kms.client().generate("victim", "ED25519");
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    @AfterEach
    void nothingChanged_andTheServerStillSigns() {
        assertThat(kms.client().aliases()).containsExactly("victim");
        kms.client().sign(Json.object("alias", "victim"), "AAAA").expect(201);
    }

    /** Sends the octets, one per character, and reads until the server closes. */
    private static String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kms.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static String get(String target, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n";
    }

    /** Creates a key, if it is let. */
    private static String post(String headers, String body) {
        String head = "POST /api/kms/v1/keys HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        return head + "Content-Type: application/json\r\n" + headers + "\r\n" + body;
    }

    private static int status(String response) {
        assertThat(response).startsWith("HTTP/1.1 ");
        return Integer.parseInt(response.substring(9, 12));
    }

    private static void assertRefused(String response) {
        assertThat(status(response)).as(response).isBetween(400, 499);
        String head = response.substring(0, response.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        assertThat(head).contains("content-type: application/json", "x-correlation-id: ");
        assertThat(head).doesNotContain("server:", "jetty", "x-injected");
        assertThat(Json.parse(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1))
                        .at("/error/code")
                        .asText())
                .isNotEmpty();
        assertThat(response).doesNotContain("Exception", "\tat ", "jetty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/kms/v1/keys/%",
                "/api/kms/v1/keys/%00",
                "/api/kms/v1/keys/a%0ab",
                "/api/kms/v1/keys/a%09b",
                "/api/kms/v1/keys/%7f",
                "/api/kms/v1/keys/%2e%2e",
                "/api/kms/v1/keys/..%2f..%2fhealth",
                "/api/kms/v1//keys",
                "/api/kms/v1/keys/%zz",
                "/api/kms/v1/keys/%c3%28",
                "/api/kms/v1/keys/%ff",
                "/api/kms/v1/keys/a\u0000b",
                "/api/kms/v1/keys/a\u0001b",
                "/api/kms/v1/keys/caf\u00e9",
                "/api/kms/v1/keys/a\\b",
                "/api/kms/v1/../../../etc/passwd",
                "/api/kms/v1/keys/..;/health",
                "//etc/passwd",
                "keys",
                "*",
                "http://",
            })
    void target_malformed_isRefused(String target) throws IOException {
        assertRefused(exchange(get(target)));
        assertRefused(exchange(get(target).replaceFirst("GET", "DELETE")));
    }

    /** Or else a client would send its next request into a connection that is closing (RFC 9112 section 9.6). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/kms/v1/keys/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/kms/v1/keys HTTP/1.1\r\n\r\n",
                "POST /api/kms/v1/keys HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
            })
    void connection_closedAfterARefusal_isAnnounced(String request) throws IOException {
        String response = exchange(request);

        assertRefused(response);
        assertThat(response.toLowerCase(Locale.ROOT)).contains("\r\nconnection: close\r\n");
    }

    @Test
    void header_withLineBreaks_cannotAddHeadersToTheAnswer() throws IOException {
        for (String id : List.of(
                "a\r\nX-Injected: 1",
                "a\nX-Injected: 1",
                "a\rX-Injected: 1",
                "a\r\n X-Injected: 1",
                "a%0d%0aX-Injected:%201",
                "xyz\u0000",
                "xyz\u00e9")) {
            String response = exchange(get("/api/kms/v1/keys", "X-Correlation-ID: " + id));
            String head = response.substring(0, response.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);

            assertThat(status(response)).isIn(200, 400);
            assertThat(head).contains("x-correlation-id: ").doesNotContain("injected", "\u0000", "xyz");
        }
    }

    @Test
    void alias_withLineBreaks_cannotAddHeadersToTheAnswer() throws IOException {
        assertRefused(exchange(get("/api/kms/v1/keys/a%0d%0aX-Injected:%201")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 40\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 2x\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: gzip\r\n",
            })
    void length_contradictory_isRefused(String headers) throws IOException {
        assertRefused(exchange(post(headers, "{}")));
    }

    @Test
    void body_chunksMalformed_isRefused() throws IOException {
        assertRefused(exchange(post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n")));
    }

    @Test
    void body_endsEarly_createsNothing() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kms.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(Json.utf8(post("Content-Length: 100\r\n", "{\"alias\":\"half\"}")));
            socket.shutdownOutput();
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response.isEmpty() || status(response) == 400)
                    .as(response)
                    .isTrue();
        }
    }

    @Test
    void header_tooLong_isRefused() throws IOException {
        assertRefused(exchange(get("/api/kms/v1/keys", "X-Long: " + "a".repeat(40_000))));
        assertRefused(exchange(get("/api/kms/v1/keys/" + "a".repeat(40_000))));
    }

    @Test
    void request_withoutHostOrOfAnotherProtocol_isRefused() throws IOException {
        assertRefused(exchange("GET /api/kms/v1/keys HTTP/1.1\r\nConnection: close\r\n\r\n"));
        assertRefused(exchange("BREW /api/kms/v1/keys HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        assertThat(exchange("GET / SOCKS/5\r\nHost: localhost\r\n\r\n")).doesNotContain("Exception", "jetty");
        assertThat(exchange("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"))
                .doesNotContain("Exception", "jetty");
    }
}
