package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two server processes with one PostgreSQL database: what one registers, changes or removes, the other has too. */
class ProviderReplicasTest {
    /** What is promised is a second; a machine that builds other things meanwhile is slower. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> CANARIES = new ArrayList<>();
    private static final List<String> ANSWERS = new ArrayList<>();

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
        settings.put("canary.master.key", secret());
        settings.put("kms.log-level", "DEBUG");
        a = ServerProcess.start(folder.resolve("data"), settings);
        b = ServerProcess.start(folder.resolve("data"), settings);
    }

    @AfterAll
    static void stop() {
        Stream.of(a, b).forEach(ServerProcess::close);
        issuer.close();
    }

    /** Base64 of 32 bytes, which is to be seen nowhere, in whatever way it is written. */
    private static String secret() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        CANARIES.add(Json.base64(key));
        CANARIES.add(Json.base64Url(key));
        CANARIES.add(HexFormat.of().formatHex(key));
        return Json.base64(key);
    }

    private static KmsClient admin(ServerProcess server) {
        return server.client().with(issuer.token("platform", "platform-admin"));
    }

    private static KmsClient tenant(ServerProcess server) {
        return server.client().with(issuer.token("acme", "service", "tenant-admin"));
    }

    private static ObjectNode provider(String id, Object... keyStore) {
        return Json.object(
                "providerId",
                id,
                "type",
                "SOFTWARE",
                "sharedWithAll",
                true,
                "configuration",
                Json.object("keyStore", Json.object(keyStore)));
    }

    private static Answer noted(Answer answer) {
        ANSWERS.add(answer.text());
        return answer;
    }

    private static Answer send(KmsClient client, String method, String path, ObjectNode body) {
        return noted(client.send(
                method,
                path,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()),
                "If-Match",
                "*",
                "Content-Type",
                "application/json"));
    }

    private static void eventually(BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - started).isLessThan(PATIENCE.toNanos());
        }
    }

    @Test
    void provider_registeredChangedAndRemovedAtOne_isSoAtTheOther() {
        String path = "/providers/cloud";
        send(
                        admin(a),
                        "POST",
                        "/providers",
                        provider("cloud", "path", folder.resolve("cloud-1").toString()))
                .expect(201);
        // At once: whoever asks for what is not known looks again.
        tenant(b).post(path + "/keys", Json.object("alias", "cloud-key")).expect(201);
        tenant(a).sign(Json.object("alias", "cloud-key"), "AAAA").expect(201);

        ObjectNode renamed =
                Json.with(provider("cloud", "path", folder.resolve("cloud-1").toString()), "displayName", "Renamed");
        send(admin(b), "PUT", path, renamed).expect(200);
        eventually(() -> tenant(a).get(path).textAt("/displayName").equals("Renamed"));
        tenant(a).sign(Json.object("alias", "cloud-key"), "AAAA").expect(201);

        send(admin(b), "DELETE", path, null).expectError(409, "holds 1 live key;");
        tenant(b).delete("/keys/cloud-key").expect(204);
        send(admin(b), "DELETE", path, null).expect(204);
        eventually(() -> tenant(a).get(path).status() == 404);
        send(admin(a), "DELETE", path, null).expect(404);
        send(admin(a), "PUT", path, renamed).expect(404);
    }

    /** While one removes, the other makes keys: a key that was answered has a provider, and one that is gone has no key. */
    @Test
    void provider_removedAtOneWhileTheOtherMakesKeys_leavesNoKeyWithoutAProvider() {
        for (int round = 0; round < 10; round++) {
            String id = "round-" + round;
            String path = "/providers/" + id;
            send(
                            admin(a),
                            "POST",
                            "/providers",
                            provider(id, "path", folder.resolve(id).toString()))
                    .expect(201);
            eventually(() -> tenant(b).get(path).status() == 200);
            Thread remover = Thread.ofVirtual().start(() -> send(admin(a), "DELETE", path, null));
            Answer made = tenant(b).post(path + "/keys", Json.object("alias", id));
            join(remover);

            if (made.status() == 201) {
                tenant(b).sign(Json.object("alias", id), "AAAA").expect(201);
                send(admin(a), "DELETE", path, null).expectError(409, "holds 1 live key;");
                tenant(b).delete("/keys/" + id).expect(204);
                send(admin(a), "DELETE", path, null).expect(204);
            } else {
                assertThat(made.status()).as(made.text()).isIn(404, 409);
                tenant(b).get("/keys/" + id).expect(404);
                send(admin(a), "DELETE", path, null);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void secrets_ofProviders_areInNoAnswerLogOrTable() throws IOException {
        Path file = Files.writeString(folder.resolve("canary"), secret());
        String inline = secret();
        String path = "/providers/canaries";
        Object[] store = {
            "path",
            folder.resolve("canaries").toString(),
            "masterKey",
            "env:CANARY_MASTER_KEY",
            "previousMasterKeys",
            List.of("file:" + file)
        };
        send(admin(a), "POST", "/providers", provider("canaries", store)).expect(201);
        for (ObjectNode wrong : List.of(
                provider("inline", "masterKey", inline),
                provider("inline", "previousMasterKeys", List.of(inline)),
                provider("inline", "path", inline.repeat(30)),
                provider("inline", "path", "/x", "masterKey", "file:" + folder.resolve("none")))) {
            send(admin(a), "POST", "/providers", wrong).expect(400);
        }
        tenant(a).post(path + "/keys", Json.object("alias", "canary-key")).expect(201);
        noted(tenant(b).sign(Json.object("alias", "canary-key"), "AAAA").expect(201));
        noted(admin(b).get(path + "/configuration").expect(200));
        noted(admin(b).get("/providers?scope=all").expect(200));
        noted(admin(b).post(path + "/validate", "").expect(200));
        noted(tenant(b).get("/providers").expect(200));
        Files.writeString(file, "no key");
        noted(admin(a).post(path + "/validate", "").expect(200));
        noted(a.client().getAtRoot("/ready"));
        noted(a.client().getAtRoot("/metrics"));

        String everything = String.join("\n", ANSWERS) + database.dump() + a.log() + b.log();
        assertThat(everything).contains("env:CANARY_MASTER_KEY", "file:" + file, "canary-key");
        for (String canary : CANARIES) {
            assertThat(everything).doesNotContain(canary);
        }
    }
}
