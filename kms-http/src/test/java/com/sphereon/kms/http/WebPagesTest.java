package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.http.token.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web page can have its visitor's browser do to a server that wants no tokens: nothing. */
class WebPagesTest {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String BASE = "/api/kms/v1";
    private static final String PROVIDER =
            "{\"providerId\":\"drive-by\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"type\":\"MEMORY\"}}}";
    private static HttpFixture kms;

    @BeforeAll
    static void start() {
        kms = new HttpFixture(BASE);
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    /** @param headers with the port of the server for {@code %d}, parted by {@code ;} */
    private static String exchange(String line, String headers, String body) throws IOException {
        StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nConnection: close\r\n");
        for (String header : headers.split(";")) {
            request.append(header.strip().replace("%d", Integer.toString(kms.port())))
                    .append("\r\n");
        }
        request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kms.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertNothingRegistered() {
        assertThat(kms.get("/providers?scope=all").body()).doesNotContain("drive-by");
    }

    /** As fetch with mode no-cors, forms and scripts send them: none of these needs a preflight. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: 127.0.0.1:%d; Origin: https://evil.example; Sec-Fetch-Site: cross-site",
                "Host: 127.0.0.1:%d; Sec-Fetch-Site: cross-site",
                "Host: 127.0.0.1:%d; Origin: https://evil.example",
                "Host: 127.0.0.1:%d; Origin: null",
                "Host: localhost:%d; Origin: http://localhost:3000; Sec-Fetch-Site: same-site",
                "Host: localhost:%d; Origin: http://localhost",
                "Host: 127.0.0.1:%d; Origin: http://localhost:%d",
                "Host: 127.0.0.1:%d; Origin: http://127.0.0.1:%d.evil.example",
                "Host: 127.0.0.1:%d; Origin: http://127.0.0.1:%d; Origin: https://evil.example",
                "Host: 127.0.0.1:%d; Sec-Fetch-Site: none; Sec-Fetch-Site: cross-site",
                "Host: 127.0.0.1:%d; Sec-Fetch-Site: something-new",
            })
    void pageOfAnotherOrigin_anything_isRefusedBeforeItIsRead(String headers) throws IOException {
        String refused = exchange("POST " + BASE + "/providers", headers, PROVIDER);

        assertThat(refused).startsWith("HTTP/1.1 403 ").contains("\"FORBIDDEN\"", "web page of another origin");
        assertThat(exchange("GET " + BASE + "/keys", headers, "")).startsWith("HTTP/1.1 403 ");
        assertThat(exchange("POST " + BASE + "/keys/a/state", headers, "{\"state\":\"SUSPENDED\"}"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(exchange("OPTIONS " + BASE + "/keys", headers, ""))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContainIgnoringCase("access-control");
        assertNothingRegistered();
    }

    /** For the browser these are calls of the same origin. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example:%d; Origin: http://evil.example:%d; Sec-Fetch-Site: same-origin",
                "Host: evil.example:%d; Origin: http://evil.example:%d",
                "Host: evil.example:%d",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example:%d",
                "Host: 127.0.0.1evil",
                "Host: kms",
            })
    void pageWhoseNameLeadsHere_anything_isRefused(String headers) throws IOException {
        assertThat(exchange("POST " + BASE + "/providers", headers, PROVIDER))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"FORBIDDEN\"", "The Host of the call");
        assertThat(exchange("GET " + BASE + "/keys", headers, "")).startsWith("HTTP/1.1 403 ");
        assertNothingRegistered();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: 127.0.0.1:%d",
                "Host: localhost:%d",
                "Host: LOCALHOST",
                "Host: [::1]:%d",
                "Host: 192.168.1.7",
                "Host: 127.0.0.1:%d; Sec-Fetch-Site: none",
                "Host: localhost:%d; Origin: http://localhost:%d; Sec-Fetch-Site: same-origin",
                "Host: localhost; Origin: https://localhost",
            })
    void programsAndOwnPages_anything_isServed(String headers) throws IOException {
        assertThat(exchange("GET " + BASE + "/keys", headers, "")).startsWith("HTTP/1.1 200 ");
        assertThat(exchange("POST " + BASE + "/providers/query", headers, "{}")).startsWith("HTTP/1.1 200 ");
    }

    /** What is open to everybody stays so: a probe may use any name. */
    @Test
    void operations_underAnyName_areAnswered() throws IOException {
        for (String path : List.of("/health", "/ready", "/version")) {
            assertThat(exchange("GET " + path, "Host: kms.internal", "")).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // listens at | Host | Origin | Sec-Fetch-Site | refused for
                "0.0.0.0 | kms:8080 | - | - | -",
                "0.0.0.0 | - | - | - | -",
                "0.0.0.0 | localhost:8080 | http://localhost:8080 | same-origin | -",
                "0.0.0.0 | kms:8080 | http://kms:8080 | - | HOST",
                "0.0.0.0 | kms:8080 | - | none | HOST",
                "0.0.0.0 | kms:8080 | https://evil.example | - | WEB_PAGE",
                "kms.internal | KMS.internal:8080 | http://kms.internal:8080 | same-origin | -",
                "kms.internal | evil.example | http://evil.example | same-origin | HOST",
                "kms.internal | evil.example | - | - | -",
                "127.0.0.1 | - | - | - | -",
                "127.0.0.1 | - | http://127.0.0.1 | - | WEB_PAGE",
                "127.0.0.1 | kms | - | - | HOST",
                "127.8.0.1 | kms | - | - | HOST",
                "::1 | kms | - | - | HOST",
                "localhost | kms | - | - | HOST",
                "localhost | [fe80::1]:80 | - | - | -",
            })
    void refusal_byWhereTheServerListens(String listensAt, String host, String origin, String site, Refusal refused) {
        assertThat(new WebPages(listensAt)
                        .refusal(
                                host,
                                origin == null ? List.of() : List.of(origin),
                                site == null ? List.of() : List.of(site)))
                .isEqualTo(Optional.ofNullable(refused));
    }
}
