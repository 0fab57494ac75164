package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those at a broken provider get, and how it is told. */
class BrokenCallsTest {
    /** The base point of P-256: nothing is verified with it. */
    private static final PublicKeyMaterial.Ec KEY = new PublicKeyMaterial.Ec(
            Curve.P_256,
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/sign", exchange -> {
            int number = asked.getAndIncrement();
            if (number % 3 == 1) {
                exchange.getResponseHeaders().add("Retry-After", "5");
            }
            answer(exchange, number % 3 == 0 ? 201 : 503, "{}");
        });
        server.createContext("/thing", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            boolean put = exchange.getRequestMethod().equals("PUT");
            boolean current = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-Match"));
            answer(exchange, put && !current ? 412 : 200, "{\"method\":\"%s\"}".formatted(exchange.getRequestMethod()));
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private BrokenCalls calls(URI uri) {
        SignRequest request = new SignRequest(HttpRequest.newBuilder(uri).build(), new byte[0], KEY);
        return new BrokenCalls(number -> request);
    }

    @Test
    void atRate_everyAnswer_countedByWhatItIs() throws InterruptedException {
        BrokenCalls calls = calls(uri("/sign"));

        calls.atRate(1, 100, Duration.ofMillis(90));

        assertThat(calls.answers()).isEqualTo(Map.of("201", 3L, "503", 3L, "503 without Retry-After", 3L));
        assertThat(calls.failures()).isEqualTo(6);
        assertThat(calls.slowestSeconds()).isPositive();
    }

    @Test
    void asFastAsPossible_nobodyListens_countedAsFailures() throws InterruptedException {
        URI nowhere = uri("/sign");
        server.stop(0);
        BrokenCalls calls = calls(nowhere);

        calls.asFastAsPossible(2, Duration.ofMillis(50));

        assertThat(calls.answers()).containsOnlyKeys("ConnectException");
        assertThat(calls.failures()).isPositive();
    }

    @Test
    void replace_documentThatIsThere_withItsTag() throws InterruptedException {
        try (KmsClient client = new KmsClient()) {
            client.replace(uri("/thing"), uri("/thing"), "token", JsonNodeFactory.instance.objectNode());

            assertThat(client.send("GET", uri("/thing"), "token", null, 200)
                            .at("/method")
                            .asText())
                    .isEqualTo("GET");
            assertThat(client.text(uri("/thing"))).contains("GET");
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.send("PUT", uri("/thing"), "token", null, 200))
                    .withMessageContaining("412");
        }
    }

    @Test
    void result_row_tellsRatiosAndAnswers() {
        List<String> targets = List.of("one", "two");
        FaultResult result =
                new FaultResult("hangs", Map.of("one", 10.0, "two", 30.0), 0, Map.of("503", 7L), 10.02, true, 3.5);

        assertThat(FaultResult.header(targets)).contains("one", "two", "breaker");
        assertThat(result.row(targets, Map.of("one", 20.0, "two", 10.0)))
                .startsWith("hangs")
                .contains("0.50", "3.00", "opened", "10.02 s", "3.50 s", "{503=7}");
    }

    @Test
    void phases_all_areTold() {
        assertThat(FaultPhase.all())
                .extracting(FaultPhase::name)
                .containsExactly("hangs", "answers 500", "5 requests/s", "breaks off", "credentials", "no such host");
    }

    @Test
    void leaks_row_hasAllNumbers() {
        assertThat(LeakCheck.header()).contains("threads", "files", "connections");
        assertThat(new LeakCheck(34, 193, 1).row("before")).contains("before", "34", "193");
    }
}
