package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.PROVIDER;
import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that create something, repeated. */
class IdempotencyTest {
    private static final String HEADER = "Idempotency-Key";
    private static final String PRIVATE = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
    private static final String IMPORT =
            "{\"keyInfo\":{\"alias\":\"imported\",\"key\":{\"kty\":\"EC\",\"crv\":\"P-256\","
                    + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                    + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\",\"d\":\"" + PRIVATE + "\"}}}";

    private final Platform platform = new Platform();
    private final Person both = platform.person("acme", "both", List.of("service", "tenant-admin"));

    @BeforeEach
    void make() {
        both.post("/keys", "{\"alias\":\"there\"}");
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    /** Each with a body that makes something new every time it is really done, or is refused the second time. */
    static Stream<String> creations() {
        String atProvider = "/providers/" + PROVIDER + "/keys";
        return Stream.of(
                "/keys {}",
                "/keys " + IMPORT,
                "/keys/generate {\"alias\":\"generated\"}",
                "/keys/import " + IMPORT,
                atProvider + " {}",
                atProvider + " " + IMPORT,
                atProvider + "/generate {}",
                atProvider + "/import " + IMPORT,
                "/keys/there/rotations {}",
                "/keys/there/rotations ",
                "/provider-integrations {\"providerId\":\"" + PROVIDER + "\"}");
    }

    private HttpResponse<String> create(String creation, String key) {
        String[] parts = creation.split(" ", 2);
        return both.post(parts[0], parts[1], HEADER, key);
    }

    private List<JsonNode> all() {
        JsonNode keys = json(both.get("/keys")).get("keyInfos");
        JsonNode versions = json(both.get("/keys/there/versions"));
        JsonNode integrations = json(both.get("/provider-integrations"));
        return List.of(keys, versions, integrations);
    }

    @ParameterizedTest
    @MethodSource("creations")
    void repeat_ofEachCreation_givesTheFirstAnswerAndCreatesNothing(String creation) {
        HttpResponse<String> first = create(creation, "k-1");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        List<JsonNode> after = all();
        platform.clock().advance(Duration.ofHours(23));
        HttpResponse<String> second = create(creation, "k-1");
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body()).doesNotContain(PRIVATE);
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(second.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
        assertThat(all()).isEqualTo(after);
    }

    @ParameterizedTest
    @MethodSource("creations")
    void repeat_withAnotherBody_isRefused(String creation) {
        create(creation, "k-1");
        List<JsonNode> after = all();
        HttpResponse<String> other = create(
                creation.endsWith("}")
                        ? creation.replaceFirst("\\}$", ",\"x\":1}").replace("{,", "{")
                        : creation + "{}",
                "k-1");
        assertThat(other.statusCode()).as(other.body()).isEqualTo(422);
        assertThat(json(other).get("code").asText()).isEqualTo("UNPROCESSABLE_ENTITY");
        assertThat(all()).isEqualTo(after);
    }

    @Test
    void repeat_atAnotherRouteOrWithAnotherQuery_isRefused() {
        create("/keys {}", "k-1");
        for (String other : List.of("/keys/generate {}", "/keys?x=1 {}", "/keys/there/rotations {}")) {
            assertThat(create(other, "k-1").statusCode()).as(other).isEqualTo(422);
        }
        assertThat(json(both.get("/keys")).get("keyInfos")).hasSize(2);
    }

    @Test
    void repeat_byAnotherCaller_isARequestOfItsOwn() {
        String first = json(create("/keys {}", "k-1")).at("/keyPair/kid").asText();
        for (Person other : List.of(
                platform.person("acme", "somebody-else", List.of("service")),
                platform.person("umbrella", "both", List.of("service")))) {
            HttpResponse<String> answer = other.post("/keys", "{}", HEADER, "k-1");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotent-Replayed")).isEmpty();
            assertThat(json(answer).at("/keyPair/kid").asText()).isNotEqualTo(first);
        }
    }

    @Test
    void repeat_afterADay_isANewRequest() {
        String first = json(create("/keys {}", "k-1")).at("/keyPair/kid").asText();
        platform.clock().advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(json(create("/keys {}", "k-1")).at("/keyPair/kid").asText()).isNotEqualTo(first);
    }

    @Test
    void repeat_ofARefusedRequest_isDoneAnew() {
        HttpResponse<String> taken = create("/keys {\"alias\":\"there\"}", "k-1");
        assertThat(taken.statusCode()).isEqualTo(409);
        both.delete("/keys/there");
        assertThat(create("/keys {\"alias\":\"there\"}", "k-1").statusCode()).isEqualTo(201);
    }

    @Test
    void preview_withAKey_isNotRemembered() {
        assertThat(create("/keys/there/rotations?preview=true {}", "k-1").statusCode())
                .isEqualTo(200);
        assertThat(create("/keys/there/rotations {}", "k-1").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b"})
    void key_ofAnotherForm_isRefused(String key) {
        HttpResponse<String> answer = create("/keys {}", key);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("message").asText()).contains(HEADER);
        assertThat(json(both.get("/keys")).get("keyInfos")).hasSize(1);
    }

    @Test
    void key_tooLongOrTwice_isRefused() {
        assertThat(create("/keys {}", "k".repeat(256)).statusCode()).isEqualTo(400);
        HttpResponse<String> twice = both.post("/keys", "{}", HEADER, "a", HEADER, "a");
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(json(twice).get("message").asText()).contains("more than once");
        assertThat(create("/keys {}", "k".repeat(255)).statusCode()).isEqualTo(201);
        assertThat(json(both.get("/keys")).get("keyInfos")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys {\"alg\":\"RSA_SHA256\"}", "/keys/there/rotations {}", "/keys/import " + IMPORT})
    void repeats_atTheSameTime_makeOne(String creation) throws ExecutionException, InterruptedException {
        List<JsonNode> before = all();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> running = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> create(creation, "k-1")))
                    .toList();
            for (Future<HttpResponse<String>> one : running) {
                assertThat(one.get().statusCode()).isEqualTo(201);
                assertThat(one.get().body()).isEqualTo(running.getFirst().get().body());
            }
            assertThat(running.stream()
                            .filter(one -> one.resultNow()
                                    .headers()
                                    .firstValue("Idempotent-Replayed")
                                    .isEmpty()))
                    .hasSize(1);
        }
        int keysAdded = all().getFirst().size() - before.getFirst().size();
        int versionsAdded = all().get(1).at("/versions").size()
                - before.get(1).at("/versions").size();
        assertThat(keysAdded + versionsAdded).isEqualTo(1);
    }

    @Test
    void repeat_afterADroppedConnection_makesNoSecondKey() throws IOException {
        String body = "{\"alg\":\"RSA_SHA512\"}";
        String request =
                "POST " + Platform.BASE_PATH + "/keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + both.token() + "\r\n" + HEADER + ": k-1\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
        HttpResponse<String> again = create("/keys " + body, "k-1");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(create("/keys " + body, "k-1").body()).isEqualTo(again.body());
        assertThat(json(both.get("/keys")).get("keyInfos")).hasSize(2);
    }
}
