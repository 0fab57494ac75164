package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators do to keys at one of two server processes holds at the other. */
class LifecycleReplicasTest {
    private static final byte[] MESSAGE = IndependentVerifier.signingInput("ES256", "{}");
    private static final String INPUT = Json.base64(MESSAGE);
    private static final String DUTY = "issuer:credential-signing";
    private static final int CLIENTS = 64;
    private static final int ROTATIONS = 20;
    private static final int FIRST_USES = 100;
    /** So that no two integrations are the same. */
    private static final AtomicInteger NEXT = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static TestIssuer issuer;
    private static TestDatabase database;
    private static ServerProcess a;
    private static ServerProcess b;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        issuer = TestIssuer.start();
        database = TestDatabase.create(TestDatabases.postgresql());
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.putAll(database.settings(database.password()));
        settings.put("kms.lifecycle.check-interval", "PT1S");
        a = ServerProcess.start(folder.resolve("data"), settings);
        b = ServerProcess.start(folder.resolve("data"), settings);
    }

    @AfterAll
    static void stop() {
        Stream.of(a, b).forEach(ServerProcess::close);
        issuer.close();
    }

    private static KmsClient client(ServerProcess server, String tenant) {
        return server.client().with(issuer.token(tenant, "service", "tenant-admin"));
    }

    private static ObjectNode key(String alias) {
        return Json.object("alias", alias);
    }

    private static Answer sign(KmsClient client, String alias) {
        return client.sign(key(alias), INPUT);
    }

    private static List<Path> keyFiles(String tenant) throws IOException {
        Path keys = folder.resolve(Path.of("data", "keystore", RunningKms.PROVIDER, tenant));
        try (Stream<Path> files = Files.list(keys)) {
            return files.toList();
        }
    }

    @Test
    void duty_hundredFirstUsesAtOnceOnBoth_oneKey() throws Exception {
        List<Callable<Answer>> calls = IntStream.range(0, FIRST_USES)
                .<Callable<Answer>>mapToObj(i -> () -> sign(client(i % 2 == 0 ? a : b, "first"), DUTY))
                .toList();
        Set<String> kids;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            kids = threads.invokeAll(calls).stream()
                    .map(LifecycleReplicasTest::result)
                    .map(answer -> answer.expect(201).textAt("/kid"))
                    .collect(Collectors.toSet());
        }

        assertThat(kids).hasSize(1);
        assertThat(client(a, "first").get("/keys/" + DUTY + "/versions").at("/versions"))
                .hasSize(1);
        assertThat(database.text("select count(*) from tenant_first.key_reference where progress = 'live'"))
                .isEqualTo("1");
        assertThat(keyFiles("first")).hasSize(1);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Made(String kid, byte[] signature, long asked) {}

    @Test
    void rotation_twentyTimesUnderLoad_noRequestFailsAndNoOldKeySigns(TestReporter reporter) {
        client(a, "loaded").generate("key", "ECDSA_SHA256");
        Queue<Made> made = new ConcurrentLinkedQueue<>();
        Queue<Answer> failed = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        Map<String, Long> replaced = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                KmsClient client = client(i % 2 == 0 ? a : b, "loaded");
                clients.add(threads.submit(() -> signUntil(done, client, made, failed)));
            }
            try {
                for (int i = 0; i < ROTATIONS; i++) {
                    awaitMore(made, failed);
                    JsonNode rotation = client(i % 2 == 0 ? b : a, "loaded")
                            .post("/keys/key/rotations", "{}")
                            .expect(201)
                            .at("/rotation");
                    replaced.put(rotation.get("oldKid").textValue(), System.nanoTime());
                }
                awaitMore(made, failed);
            } finally {
                done.set(true);
            }
            clients.forEach(LifecycleReplicasTest::result);
        }

        assertThat(failed).isEmpty();
        JsonNode versions = client(b, "loaded").get("/keys/key/versions").at("/versions");
        assertThat(versions).hasSize(ROTATIONS + 1);
        assertThat(versions.findValuesAsText("state").stream().filter("ACTIVE"::equals))
                .hasSize(1);
        Map<String, JsonNode> publicKeys = new HashMap<>();
        versions.forEach(version -> publicKeys.put(version.get("kid").textValue(), version.get("key")));
        assertThat(made).allMatch(one -> IndependentVerifier.verifies(publicKeys.get(one.kid), MESSAGE, one.signature));
        assertThat(made.stream().filter(one -> replaced.containsKey(one.kid) && one.asked > replaced.get(one.kid)))
                .as("signatures asked for after their key was replaced")
                .isEmpty();
        assertThat(made.stream().map(Made::kid).distinct()).hasSizeGreaterThan(ROTATIONS / 2);
        reporter.publishEntry("signatures under rotation", Integer.toString(made.size()));
    }

    private static void signUntil(AtomicBoolean done, KmsClient client, Queue<Made> made, Queue<Answer> failed) {
        while (!done.get()) {
            long asked = System.nanoTime();
            Answer answer = sign(client, "key");
            if (answer.status() == 201) {
                made.add(new Made(answer.textAt("/kid"), Json.bytes(answer.textAt("/signature")), asked));
            } else {
                failed.add(answer);
            }
        }
    }

    private static void awaitMore(Queue<Made> made, Queue<Answer> failed) {
        int enough = made.size() + CLIENTS;
        while (made.size() < enough && failed.isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUSPENDED", "COMPROMISED", "DEACTIVATED", "DESTROYED"})
    void state_changedAtOne_refusedAtTheOtherFromThenOnAndSaysWhy(String state) {
        String tenant = state.toLowerCase(Locale.ROOT);
        KmsClient here = client(a, tenant);
        KmsClient there = client(b, tenant);
        for (int round = 0; round < 10; round++) {
            String alias = "key-" + round;
            here.generate(alias, "ECDSA_SHA256");
            byte[] before = there.sign(key(alias), MESSAGE);
            String reason = "incident " + round;
            here.post("/keys/" + alias + "/state", Json.object("state", state, "reason", reason))
                    .expect(200);

            String shown = state.equals("DESTROYED") ? "SUSPENDED" : state;
            sign(there, alias).expectError(409, shown, reason);
            sign(here, alias).expectError(409, shown, reason);
            Answer verified =
                    there.verify(key(alias), INPUT, Json.base64(before)).expect(200);
            assertThat(verified.at("/isValid").booleanValue()).isTrue();
            assertThat(verified.json().path("compromised").asBoolean()).isEqualTo(state.equals("COMPROMISED"));
        }
    }

    @Test
    void resumed_atOne_signsAtTheOtherWithinTheStatedTime() {
        KmsClient here = client(a, "resuming");
        KmsClient there = client(b, "resuming");
        here.generate("key", "ECDSA_SHA256");
        here.post("/keys/key/state", Json.object("state", "SUSPENDED")).expect(200);
        sign(there, "key").expect(409);

        here.post("/keys/key/state", Json.object("state", "ACTIVE")).expect(200);
        long resumed = System.nanoTime();
        Answer answer;
        long asked;
        do {
            asked = System.nanoTime();
            answer = sign(there, "key");
        } while (answer.status() != 201 && asked - resumed < 1_000_000_000L);
        answer.expect(201);
    }

    @Test
    void duty_givenAnotherKeyAtOne_signsWithItAtTheOther() {
        KmsClient here = client(a, "reassigned");
        KmsClient there = client(b, "reassigned");
        sign(there, DUTY).expect(201);
        for (int round = 0; round < 10; round++) {
            String alias = "prod-" + round;
            String kid = here.generate(alias, "ECDSA_SHA256").get("kid").textValue();
            String tag = here.get("/signing-keys/issuer/credential-signing")
                    .expect(200)
                    .header("ETag")
                    .orElseThrow();
            here.send(
                            "PUT",
                            "/signing-keys/issuer/credential-signing",
                            BodyPublishers.ofString(key(alias).toString()),
                            "Content-Type",
                            "application/json",
                            "If-Match",
                            tag)
                    .expect(200);

            assertThat(sign(there, DUTY).expect(201).textAt("/kid")).isEqualTo(kid);
        }
    }

    /** The connection is gone before the answer comes; the request is repeated at the other process. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/keys",
                "/keys/generate",
                "/keys/import",
                "/providers/software-default/keys",
                "/providers/software-default/keys/generate",
                "/providers/software-default/keys/import",
                "/keys/rotated/rotations",
                "/provider-integrations"
            })
    void creation_repeatedElsewhereAfterADroppedConnection_happensOnce(String path) throws IOException {
        String tenant = "dropped" + path.replaceAll("[^a-z]+", "-");
        KmsClient there = client(b, tenant);
        there.generate("rotated", "ECDSA_SHA256");
        for (int round = 1; round <= 5; round++) {
            String body = body(path);
            String idempotencyKey = UUID.randomUUID().toString();
            sendAndDrop(a, issuer.token(tenant, "service", "tenant-admin"), path, idempotencyKey, body, round);

            Answer first = repeat(there, path, idempotencyKey, body).expect(201);
            Answer again = repeat(client(a, tenant), path, idempotencyKey, body).expect(201);

            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.header("Location")).isEqualTo(first.header("Location"));
            assertThat(again.header("Idempotent-Replayed")).contains("true");
            repeat(there, path, idempotencyKey, body + " ").expect(422);
            assertThat(made(tenant, path)).as("after round %d", round).isEqualTo(round);
        }
    }

    /** What is in the database, since a process may be behind for a moment. */
    private static int made(String tenant, String path) {
        String schema = "tenant_" + tenant.replace('-', '_');
        return path.endsWith("integrations")
                ? Integer.parseInt(database.text("select count(*) from " + schema + ".kms_provider_integration"))
                : Integer.parseInt(database.text("select count(*) from " + schema + ".key_reference")) - 1;
    }

    private static String body(String path) {
        if (path.endsWith("import")) {
            ObjectNode jwk = ForeignKeys.jwk("P-256");
            return Json.object(
                            "keyInfo",
                            Json.object("key", jwk.put("kid", UUID.randomUUID().toString())))
                    .toString();
        }
        if (path.endsWith("integrations")) {
            String[] purposes = {
                "credential-signing", "request-object-signing", "access-token-signing", "audit-checkpoint", "did-update"
            };
            int next = NEXT.getAndIncrement() % purposes.length;
            return Json.object("providerId", RunningKms.PROVIDER, "purpose", purposes[next])
                    .toString();
        }
        return path.endsWith("rotations")
                ? "{}"
                : Json.object("alg", "ECDSA_SHA256").toString();
    }

    private static Answer repeat(KmsClient client, String path, String idempotencyKey, String body) {
        return client.send(
                "POST",
                path,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                idempotencyKey);
    }

    /** Waits a little longer each round, so that the request is cut off at different moments. */
    private static void sendAndDrop(
            ServerProcess server, String token, String path, String idempotencyKey, String body, int round)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoLinger(true, 0);
            OutputStream out = socket.getOutputStream();
            out.write(Json.utf8("POST " + KmsClient.BASE_PATH + path
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + token + "\r\nIdempotency-Key: " + idempotencyKey
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
            out.flush();
            LockSupport.parkNanos(round * 4_000_000L);
        }
    }
}
