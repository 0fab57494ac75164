package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.sphereon.kms.http.token.ClaimSettings;
import com.sphereon.kms.http.token.FakeIssuer;
import com.sphereon.kms.http.token.JwksSettings;
import com.sphereon.kms.http.token.MovableClock;
import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TestTokens;
import com.sphereon.kms.http.token.TokenAlgorithm;
import com.sphereon.kms.http.token.TokenSettings;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Issuers that change their keys, are down, hang, or answer with what is no key set; beside each one that is well. */
class IssuerOutageTest {
    private static final ECKey OLD = TestTokens.ec("old", Curve.P_256);
    private static final ECKey NEW = TestTokens.ec("new", Curve.P_256);
    private static final ECKey WELL = TestTokens.ec("well", Curve.P_256);
    /** Of one fetch; long enough for a busy machine, and waited for wherever an issuer hangs. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final MovableClock clock = new MovableClock();
    private final CountDownLatch end = new CountDownLatch(1);
    private final FakeIssuer issuer = new FakeIssuer("https://issuer.test", OLD);
    private final FakeIssuer well = new FakeIssuer("https://well.test", WELL);
    private HttpFixture kms;

    @BeforeEach
    void start() {
        kms = server();
    }

    private HttpFixture server() {
        JwksSettings jwks = new JwksSettings(
                Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofHours(1), TIMEOUT, List.of());
        return new HttpFixture(
                "",
                new CountingPersistence(),
                new TokenSettings(
                        List.of(issuer.settings(), well.settings()),
                        TokenSettings.DEFAULT_AUDIENCE,
                        Set.of(TokenAlgorithm.values()),
                        Duration.ofSeconds(30),
                        ClaimSettings.DEFAULT,
                        jwks,
                        100),
                clock);
    }

    @AfterEach
    void stop() {
        end.countDown();
        kms.close();
        issuer.close();
        well.close();
    }

    private String token(FakeIssuer from, JWK key) {
        Map<String, Object> claims = from.claims();
        claims.put("exp", MovableClock.START.plus(Duration.ofDays(1)).getEpochSecond());
        return TestTokens.sign(key, JWSAlgorithm.ES256, claims);
    }

    private HttpResponse<String> list(String token) {
        return kms.as(token, "GET", "/keys", null);
    }

    private void assertServed(String token) {
        assertThat(list(token).statusCode()).isEqualTo(200);
    }

    /** Asks again until the answer is this one: the background needs its time. */
    private void eventually(String token, int status) {
        long begun = System.nanoTime();
        while (list(token).statusCode() != status) {
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("status " + status)
                    .isLessThan(LIMIT);
        }
    }

    @Test
    void rotation_newKid_worksAtOnceAndTheOldOneUntilItIsRemoved() {
        String old = token(issuer, OLD);
        assertServed(old);
        issuer.publish(OLD, NEW);
        clock.advance(Duration.ofSeconds(10));
        assertServed(token(issuer, NEW));
        assertServed(old);
    }

    @Test
    void rotation_keyRemoved_killsItsRememberedTokens() {
        String old = token(issuer, OLD);
        assertServed(old);
        issuer.publish(NEW);
        assertServed(old);
        clock.advance(Duration.ofMinutes(5));
        eventually(old, 401);
        TokenMatrixTest.assertRefused(list(old), Refusal.KEY);
        assertServed(token(issuer, NEW));
    }

    @Test
    void rotation_kidReusedForAnotherKey_killsItsRememberedTokens() {
        String old = token(issuer, OLD);
        assertServed(old);
        issuer.publish(new ECKey.Builder(NEW).keyID("old").build());
        clock.advance(Duration.ofSeconds(10));
        TokenMatrixTest.assertRefused(list(token(issuer, NEW)), Refusal.KEY);
        TokenMatrixTest.assertRefused(list(old), Refusal.SIGNATURE);
    }

    @Test
    void rotation_allKeysWithdrawn_leavesNoTokenGood() {
        String old = token(issuer, OLD);
        assertServed(old);
        issuer.publish();
        clock.advance(Duration.ofSeconds(10));
        TokenMatrixTest.assertRefused(list(token(issuer, NEW)), Refusal.KEY);
        TokenMatrixTest.assertRefused(list(old), Refusal.KEY);
    }

    @Test
    void unknownKid_withinTheInterval_asksNobody() {
        assertServed(token(issuer, OLD));
        int before = issuer.fetches();
        issuer.publish(OLD, NEW);
        clock.advance(Duration.ofMillis(9_999));
        for (int i = 0; i < 50; i++) {
            TokenMatrixTest.assertRefused(list(token(issuer, NEW)), Refusal.KEY);
        }
        assertThat(issuer.fetches()).isEqualTo(before);
        clock.advance(Duration.ofMillis(1));
        assertServed(token(issuer, NEW));
        assertThat(issuer.fetches()).isEqualTo(before + 1);
    }

    @Test
    void unknownKid_manyAtOnce_shareOneFetch() throws Exception {
        assertServed(token(issuer, OLD));
        int before = issuer.fetches();
        issuer.publish(NEW);
        clock.advance(Duration.ofSeconds(10));
        List<HttpResponse<String>> answers = together(40, () -> list(token(issuer, NEW)));
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(issuer.fetches()).isEqualTo(before + 1);
    }

    @Test
    void issuer_down_isServedFromItsLastSetUntilThatIsTooOld() {
        String remembered = token(issuer, OLD);
        assertServed(remembered);
        issuer.behave(exchange -> FakeIssuer.answer(exchange, 500, new byte[0]));
        clock.advance(Duration.ofMinutes(59));
        assertServed(remembered);
        assertServed(token(issuer, OLD));
        clock.advance(Duration.ofMinutes(1));
        assertUnavailable(remembered);
        assertUnavailable(token(issuer, OLD));
        assertServed(token(well, WELL));
        issuer.publish(OLD);
        clock.advance(Duration.ofSeconds(10));
        assertServed(remembered);
    }

    private void assertUnavailable(String token) {
        HttpResponse<String> answer = list(token);
        TokenMatrixTest.assertRefused(answer, Refusal.ISSUER_UNAVAILABLE);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 10);
    }

    static Stream<String> evils() {
        return evilHandlers(new CountDownLatch(0)).keySet().stream();
    }

    private static Map<String, HttpHandler> evilHandlers(CountDownLatch end) {
        Map<String, HttpHandler> evils = new LinkedHashMap<>();
        evils.put("hangs before the answer", exchange -> await(end));
        evils.put("hangs after the headers", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().flush();
            await(end);
        });
        evils.put("drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!end.await(20, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        evils.put("500", exchange -> FakeIssuer.answer(exchange, 500, new byte[0]));
        evils.put("500 with keys", exchange -> FakeIssuer.answer(exchange, 500, bytes(FakeIssuer.jwks(OLD))));
        evils.put("204", exchange -> FakeIssuer.answer(exchange, 204, new byte[0]));
        evils.put("redirect to the keys", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/jwks")) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                FakeIssuer.answer(exchange, 302, new byte[0]);
            } else {
                FakeIssuer.answer(exchange, 200, bytes(FakeIssuer.jwks(OLD)));
            }
        });
        evils.put("closes", exchange -> exchange.close());
        evils.put("empty", exchange -> FakeIssuer.answer(exchange, 200, new byte[0]));
        for (String junk :
                List.of("<html>", "null", "[]", "{}", "{\"keys\":null}", "{\"keys\":{}}", "{\"keys\":[", "\"\"")) {
            evils.put("junk " + junk, exchange -> FakeIssuer.answer(exchange, 200, bytes(junk)));
        }
        evils.put("keys twice", exchange -> {
            String twice = FakeIssuer.jwks(OLD).replaceFirst("}$", ",\"keys\":[]}");
            FakeIssuer.answer(exchange, 200, bytes(twice));
        });
        evils.put("nested", exchange -> FakeIssuer.answer(exchange, 200, bytes("[".repeat(100_000))));
        evils.put("101 keys", exchange -> {
            JWK[] keys = new JWK[101];
            Arrays.fill(keys, OLD);
            FakeIssuer.answer(exchange, 200, bytes(FakeIssuer.jwks(keys)));
        });
        evils.put("one byte too long", exchange -> {
            String keys = FakeIssuer.jwks(OLD);
            FakeIssuer.answer(exchange, 200, bytes(keys + " ".repeat(256 * 1024 + 1 - keys.length())));
        });
        evils.put("endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] megabyte = new byte[1024 * 1024];
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(megabyte);
            }
        });
        evils.put("gzip bomb", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            FakeIssuer.answer(exchange, 200, bomb());
        });
        return evils;
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[50 * 1024 * 1024]);
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("evils")
    void issuer_evilFromTheBeginning_is503AndHurtsNobodyElse(String evil) throws Exception {
        kms.close();
        issuer.behave(evilHandlers(end).get(evil));
        kms = server();
        assertServed(token(well, WELL));
        assertUnavailable(token(issuer, OLD));
        List<HttpResponse<String>> answers = together(20, () -> list(token(issuer, OLD)));
        assertThat(answers).allMatch(answer -> answer.statusCode() == 503);
        assertServed(token(well, WELL));
        issuer.publish(OLD);
        clock.advance(Duration.ofSeconds(10));
        eventually(token(issuer, OLD), 200);
    }

    @ParameterizedTest
    @MethodSource("evils")
    void issuer_evilLater_keepsItsLastSet(String evil) {
        assertServed(token(issuer, OLD));
        issuer.behave(evilHandlers(end).get(evil));
        clock.advance(Duration.ofSeconds(10));
        TokenMatrixTest.assertRefused(list(token(issuer, NEW)), Refusal.KEY);
        assertServed(token(issuer, OLD));
        assertServed(token(well, WELL));
    }

    @Test
    void issuer_hanging_isAskedOnceAtATime() throws Exception {
        assertServed(token(issuer, OLD));
        int before = issuer.fetches();
        issuer.behave(exchange -> await(end));
        clock.advance(Duration.ofSeconds(10));
        together(30, () -> list(token(issuer, NEW)));
        assertThat(issuer.fetches()).isEqualTo(before + 1);
    }

    @Test
    void set_ofTheLargestSize_isTaken() {
        String keys = FakeIssuer.jwks(NEW);
        issuer.publish(keys + " ".repeat(256 * 1024 - keys.length()));
        assertServed(token(issuer, OLD));
        clock.advance(Duration.ofSeconds(10));
        assertServed(token(issuer, NEW));
    }

    private static List<HttpResponse<String>> together(int count, Supplier<HttpResponse<String>> call)
            throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<HttpResponse<String>>> calls = Stream.generate(
                            () -> CompletableFuture.supplyAsync(call, executor))
                    .limit(count)
                    .toList();
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return calls.stream().map(CompletableFuture::join).toList();
        }
    }
}
