package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.sphereon.kms.http.token.FakeIssuer;
import com.sphereon.kms.http.token.MovableClock;
import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TestTokens;
import com.sphereon.kms.http.token.TokenSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on the wire around a refusal: when the answer comes, and what becomes of the connection. */
class RefusedRequestTest {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String BASE = "/api/kms/v1";
    private static final ECKey KEY = TestTokens.ec("key", Curve.P_256);
    private static final FakeIssuer issuer = new FakeIssuer("https://issuer.test", KEY);
    private static final CountingPersistence database = new CountingPersistence();
    private static HttpFixture kms;
    private static String token;

    @BeforeAll
    static void start() {
        kms = new HttpFixture(BASE, database, TokenSettings.of(List.of(issuer.settings())), new MovableClock());
        token = TestTokens.sign(KEY, JWSAlgorithm.ES256, issuer.claims());
    }

    @AfterAll
    static void stop() {
        kms.close();
        issuer.close();
    }

    /** Javalin looks at this header before everything else. */
    @Test
    void webSocket_withAndWithoutToken_isRefusedAndLeavesNothing() throws IOException {
        for (String bearer : List.of("", token)) {
            for (String path : List.of(BASE + "/keys", "/health", "/")) {
                try (Connection connection = new Connection()) {
                    connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Version: 13\r\n"
                            + (bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n") + "\r\n");
                    assertThat(connection.answer())
                            .startsWith("HTTP/1.1 400 ")
                            .contains("\"BAD_REQUEST\"")
                            .doesNotContainIgnoringCase("set-cookie");
                }
            }
        }
    }

    @Test
    void body_thatNeverComes_isNotWaitedFor() throws IOException {
        for (String length :
                List.of("Content-Length: 50", "Transfer-Encoding: chunked", "Content-Length: 99999999999")) {
            try (Connection connection = new Connection()) {
                connection.send(post("/keys", "", length));
                assertThat(connection.answer()).startsWith("HTTP/1.1 401 ").contains("\"UNAUTHORIZED\"");
            }
        }
    }

    @Test
    void body_sentAfterTheAnswer_leavesTheConnectionUsable() throws IOException {
        try (Connection connection = new Connection()) {
            connection.send(post("/keys", "", "Content-Length: 50"));
            assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");
            connection.send("x".repeat(50));
            connection.send(post("/keys", token, "Content-Length: 14") + "{\"alias\":\"ab\"}");
            assertThat(connection.answer()).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void body_thatLooksLikeARequest_isNotTakenForOne() throws IOException {
        String smuggled =
                "DELETE " + BASE + "/keys/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        int before = database.calls();
        try (Connection connection = new Connection()) {
            connection.send(post("/keys", "", "Content-Length: " + smuggled.length()) + smuggled);
            assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");
            assertThat(database.calls()).isEqualTo(before);
            connection.send(
                    "GET " + BASE + "/providers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void body_large_isRefusedWhileTheClientStillSends() throws IOException {
        int bytes = 900_000;
        try (Connection connection = new Connection()) {
            connection.send(post("/keys", "", "Content-Length: " + bytes));
            connection.send("x".repeat(bytes));
            assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void expect100Continue_withoutToken_isNotAskedToContinue() throws IOException {
        try (Connection connection = new Connection()) {
            connection.send(post("/keys", "", "Content-Length: 14\r\nExpect: 100-continue"));
            String answer = connection.answer();
            assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("Connection: close");
            assertThat(connection.rest()).isEmpty();
        }
        try (Connection connection = new Connection()) {
            connection.send(post("/keys", token, "Content-Length: 14\r\nExpect: 100-continue"));
            assertThat(connection.line()).startsWith("HTTP/1.1 100 ");
        }
    }

    @Test
    void refusals_manyOnOneConnection_keepIt() throws IOException {
        try (Connection connection = new Connection()) {
            for (int i = 0; i < 20; i++) {
                connection.send(post("/keys", "", "Content-Length: 5") + "abcde");
                assertThat(connection.answer()).startsWith("HTTP/1.1 401 ");
            }
            connection.send("HEAD " + BASE + "/keys HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.head()).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer\r\n");
            connection.send(post("/signatures/raw/verify", token, "Content-Length: 2") + "{}");
            assertThat(connection.answer()).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/keys",
                "/keys/",
                "/keys/unknown",
                "/nothing/at/all",
                "",
                "/",
                "/keys/%2e%2e%2f",
                "/keys/a%2Fb",
                "/%6beys",
                "/keys?providerId=%zz",
                "/providers/X/keys",
                "/keys/%F0%9F%98%80",
                "/openapi.json",
                "/health"
            })
    void path_ofAnyForm_is401WithoutAToken(String path) throws IOException {
        int before = database.calls();
        for (String method : List.of("GET", "POST", "DELETE", "PUT", "OPTIONS", "PATCH")) {
            try (Connection connection = new Connection()) {
                connection.send(method + " " + BASE + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
                assertThat(connection.answer()).as(method).startsWith("HTTP/1.1 401 ");
            }
        }
        assertThat(database.calls()).isEqualTo(before);
    }

    /** Whatever a server makes of these, nobody gets in by them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/kms/v1/keys",
                "/api//kms/v1/keys",
                "/API/KMS/V1/keys",
                "/%61pi/kms/v1/keys",
                "/api/kms/v1;a=b/keys",
                "/x/../api/kms/v1/keys",
                "/./api/kms/v1/keys",
                "/api/kms/v1/keys;a",
                "/api%2fkms/v1/keys",
                "\\api/kms/v1/keys",
                "http://x/api/kms/v1/keys",
                "/health/../api/kms/v1/keys",
                "/health;/../api/kms/v1/keys",
                "/api/kms/v1/keys//x",
                "/api/kms/v1/keys/%zz",
                "/api/kms/v1/keys/%00",
                "/api/kms/v1//keys",
                "/api/kms/v1/../v1/keys"
            })
    void path_writtenToMissTheCheck_opensNothing(String path) throws IOException {
        int before = database.calls();
        try (Connection connection = new Connection()) {
            connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.answer()).doesNotStartWith("HTTP/1.1 2").doesNotStartWith("HTTP/1.1 5");
        }
        assertThat(database.calls()).isEqualTo(before);
    }

    @Test
    void contentType_wrong_is401First() {
        TokenMatrixTest.assertRefused(
                kms.send("POST", BASE + "/keys", "<a/>", "Content-Type", "text/xml"), Refusal.MISSING);
        assertThat(kms.send(
                                "POST",
                                BASE + "/keys",
                                "<a/>",
                                "Content-Type",
                                "text/xml",
                                "Authorization",
                                "Bearer " + token)
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void path_outsideTheBasePath_isNotFound() {
        assertThat(kms.send("GET", "/keys", null).statusCode()).isEqualTo(404);
        assertThat(kms.send("GET", "/api/kms/v1x/keys", null).statusCode()).isEqualTo(404);
    }

    private static String post(String path, String bearer, String headers) {
        return "POST " + BASE + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + (bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n") + headers + "\r\n\r\n";
    }

    /** Bytes as they go over the wire. */
    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), kms.port());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = socket.getInputStream();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                line.append((char) c);
                if (c == '\n') {
                    break;
                }
            }
            return line.toString();
        }

        /** Status line and headers. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (String line = line(); !line.isBlank(); line = line()) {
                head.append(line);
            }
            return head.toString();
        }

        /** With the body, by its length, which refusals and small answers have. */
        String answer() throws IOException {
            String head = head();
            int length = head.toLowerCase(Locale.ROOT)
                    .lines()
                    .filter(line -> line.startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findAny()
                    .orElse(0);
            return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        /** What still comes until the server closes. */
        String rest() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
