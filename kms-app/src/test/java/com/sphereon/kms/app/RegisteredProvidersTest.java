package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that are registered while the server runs, over a database on disk. */
class RegisteredProvidersTest {
    private static final String CLOUD = "/providers/cloud";
    private static final int SIGNERS = 64;
    private static final int CHANGES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path masterKey() throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Files.writeString(folder.resolve("master-key"), Json.base64(key));
    }

    private ObjectNode cloud(Path masterKey, String cryptography) {
        return Json.object(
                "providerId",
                "cloud",
                "type",
                "SOFTWARE",
                "sharedWithAll",
                true,
                "configuration",
                Json.object(
                        "keyStore",
                        Json.object("path", folder.resolve("keys").toString(), "masterKey", "file:" + masterKey),
                        "cryptographyProvider",
                        cryptography));
    }

    private RunningKms start(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return RunningKms.start(folder.resolve("data"), settings);
    }

    private static Answer put(KmsClient client, ObjectNode body) {
        return client.send(
                "PUT",
                CLOUD,
                BodyPublishers.ofString(body.toString()),
                "If-Match",
                "*",
                "Content-Type",
                "application/json");
    }

    private static Answer generate(KmsClient client, String alias) {
        return client.post(CLOUD + "/keys", Json.object("alias", alias, "alg", "ECDSA_SHA256"));
    }

    private static String check(KmsClient client, String name) {
        for (var check : client.getAtRoot("/ready").expect(200).at("/checks")) {
            if (check.get("name").textValue().equals(name)) {
                return check.get("status").textValue() + " "
                        + check.path("reason").asText();
            }
        }
        return "absent";
    }

    @Test
    void provider_changedFiftyTimesWhileManySign_noCallFails() throws Exception {
        Path masterKey = masterKey();
        try (RunningKms kms = start()) {
            KmsClient client = kms.client();
            client.post("/providers", cloud(masterKey, "AUTO")).expect(201);
            generate(client, "key").expect(201);
            AtomicBoolean done = new AtomicBoolean();
            CountDownLatch signing = new CountDownLatch(SIGNERS);
            List<Future<Integer>> signers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < SIGNERS; i++) {
                    signers.add(threads.submit(() -> signUntil(client, done, signing)));
                }
                signing.await();
                for (int i = 0; i < CHANGES; i++) {
                    put(client, cloud(masterKey, i % 2 == 0 ? "JDK" : "AUTO")).expect(200);
                }
                done.set(true);
            }
            for (Future<Integer> signer : signers) {
                assertThat(result(signer)).isPositive();
            }
        }
    }

    private static int signUntil(KmsClient client, AtomicBoolean done, CountDownLatch signing) {
        int signed = 0;
        while (!done.get()) {
            client.sign(Json.object("alias", "key"), "AAAA").expect(201);
            if (signed++ == 0) {
                signing.countDown();
            }
        }
        return signed;
    }

    private static int result(Future<Integer> signer) throws InterruptedException {
        try {
            return signer.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a call failed", e.getCause());
        }
    }

    @Test
    void provider_afterARestart_servesItsKeys() throws IOException {
        Path masterKey = masterKey();
        try (RunningKms kms = start()) {
            kms.client().post("/providers", cloud(masterKey, "AUTO")).expect(201);
            generate(kms.client(), "key").expect(201);
        }
        try (RunningKms kms = start()) {
            kms.client().sign(Json.object("alias", "key"), "AAAA").expect(201);
            assertThat(kms.client().get(CLOUD).expect(200).textAt("/displayName"))
                    .isEqualTo("Software KMS");
            kms.client()
                    .send("DELETE", CLOUD, BodyPublishers.noBody(), "If-Match", "*")
                    .expectError(409, "holds 1 live key;");
        }
    }

    /** A cold start where something is missing: the server starts, says so, and serves the others. */
    @Test
    void start_providerThatCannotBeMade_isDownAndComesBack() throws IOException {
        Path masterKey = masterKey();
        try (RunningKms kms = start()) {
            kms.client().post("/providers", cloud(masterKey, "AUTO")).expect(201);
            generate(kms.client(), "key").expect(201);
        }
        String secret = Files.readString(masterKey);
        Files.delete(masterKey);

        try (RunningKms kms = start()) {
            KmsClient client = kms.client();
            assertThat(check(client, "provider cloud"))
                    .isEqualTo("DOWN cannot be used now; the log and /validate of the provider say why");
            assertThat(client.getAtRoot("/ready").text()).doesNotContain(masterKey.toString(), "master-key");
            assertThat(client.post(CLOUD + "/validate", "").expect(200).text())
                    .contains("key-store.master-key names file %s, which cannot be read".formatted(masterKey));
            assertThat(check(client, "provider " + RunningKms.PROVIDER)).isEqualTo("UP ");
            client.sign(Json.object("alias", "key"), "AAAA").expectError(503, "Provider cloud cannot be used now");
            generate(client, "other").expectError(503, "Provider cloud cannot be used now");
            client.get(CLOUD).expect(200);
            assertThat(client.get("/capabilities").expect(200).at("/providers").findValuesAsText("providerId"))
                    .doesNotContain("cloud");
            client.get(CLOUD + "/capabilities").expect(503);
            assertThat(client.post(CLOUD + "/validate", "")
                            .expect(200)
                            .at("/valid")
                            .booleanValue())
                    .isFalse();
            client.generate("elsewhere", "ECDSA_SHA256");
            client.sign(Json.object("alias", "elsewhere"), "AAAA").expect(201);

            Files.writeString(masterKey, secret);
            long restored = System.nanoTime();
            while (client.sign(Json.object("alias", "key"), "AAAA").status() != 201) {
                assertThat(System.nanoTime() - restored).isLessThan(PATIENCE.toNanos());
            }
            assertThat(check(client, "provider cloud")).isEqualTo("UP ");
        }
    }

    @Test
    void start_nameDeclaredAndRegistered_stopsAndNamesTheKey() throws IOException {
        Path masterKey = masterKey();
        try (RunningKms kms = start()) {
            kms.client().post("/providers", cloud(masterKey, "AUTO")).expect(201);
        }

        assertThatThrownBy(() -> start("kms.providers.cloud.type", "software").close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "kms.providers.cloud declares a provider that is registered in the database by the same name;"
                                + " rename or remove one");
        start().close();
    }

    @Test
    void start_defaultThatIsRegistered_servesWhoNamesNone() throws IOException {
        Path masterKey = masterKey();
        try (RunningKms kms = start()) {
            kms.client().post("/providers", cloud(masterKey, "AUTO")).expect(201);
        }
        try (RunningKms kms = start("kms.default-provider", "cloud")) {
            KmsClient client = kms.client();
            assertThat(client.generate("key", "ECDSA_SHA256").get("providerId").textValue())
                    .isEqualTo("cloud");
            assertThat(client.get(CLOUD).at("/isDefault").booleanValue()).isTrue();
            client.send("DELETE", CLOUD, BodyPublishers.noBody(), "If-Match", "*")
                    .expectError(409, "is the default provider");
        }
    }

    @Test
    void declared_hiddenOrSharedWithOthers_isNotThere() {
        try (RunningKms kms = start(
                "kms.providers.license.type", "software",
                "kms.providers.license.key-store.type", "memory",
                "kms.providers.license.system", "true",
                "kms.providers.theirs.type", "software",
                "kms.providers.theirs.key-store.type", "memory",
                "kms.providers.theirs.shared-with", "acme, umbrella",
                "kms.providers.ours.type", "software",
                "kms.providers.ours.key-store.type", "memory",
                "kms.providers.ours.shared-with", "default")) {
            KmsClient client = kms.client();
            assertThat(client.get("/providers").expect(200).at("/providers").findValuesAsText("providerId"))
                    .containsExactly("ours", RunningKms.PROVIDER);
            for (String hidden : List.of("license", "theirs", "nobody")) {
                String path = "/providers/" + hidden;
                for (String end : List.of("", "/keys", "/keys/x", "/capabilities")) {
                    client.get(path + end).expectError(404, "Provider not found");
                }
                for (String end : List.of("/keys", "/keys/generate", "/keys/import")) {
                    ObjectNode body = Json.object(
                            "alias", "x", "keyInfo", Json.object("alias", "x", "key", ForeignKeys.jwk("P-256")));
                    client.post(path + end, body).expectError(404, "Provider not found");
                }
                client.delete(path + "/keys/x").expectError(404, "Provider not found");
            }
            String hidden = "/providers/license";
            client.get(hidden + "/configuration").expectError(404, "Provider not found");
            client.post(hidden + "/validate", "").expectError(404, "Provider not found");
            client.send("DELETE", hidden, BodyPublishers.noBody(), "If-Match", "*")
                    .expectError(404, "Provider not found");
            assertThat(client.getAtRoot("/ready").text()).doesNotContain("license");
            client.get(hidden + "/configuration?scope=all").expect(200);
        }
    }

    @Test
    void start_declaredWithAWrongSetting_stops() {
        for (String[] wrong : List.of(
                new String[] {"shared-with", "ACME", "tenant 'ACME' is not allowed"},
                new String[] {"key-store.path", "x".repeat(1025), "key-store.path must be at most 1024 characters"},
                new String[] {"display-name", "x".repeat(161), "displayName is not allowed"})) {
            assertThatThrownBy(() -> start(
                                    "kms.providers.other.type", "software", "kms.providers.other." + wrong[0], wrong[1])
                            .close())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("kms.providers.other")
                    .hasMessageContaining(wrong[2]);
        }
        assertThatThrownBy(() -> start(
                                "kms.providers.other.type", "software",
                                "kms.providers.other.system", "true",
                                "kms.providers.other.shared-with", "acme")
                        .close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kms.providers.other.shared-with is of no use while system is true");
    }
}
