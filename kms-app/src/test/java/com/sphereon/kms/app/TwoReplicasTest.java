package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two server processes with one PostgreSQL database and one folder of key files. */
class TwoReplicasTest {
    private static final byte[] MESSAGE = IndependentVerifier.signingInput("ES256", "{}");
    private static final int TENANTS = 50;
    private static final Duration EFFECTIVE_WITHIN = Duration.ofSeconds(1);

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
        // As a container gets it: the password itself in the environment.
        settings.putAll(database.settings(database.password()));
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

    @Test
    void key_madeAtOne_signsAndVerifiesAtTheOther() {
        KmsClient here = client(a, "acme");
        KmsClient there = client(b, "acme");
        JsonNode pair = here.generate("issuer:credential-signing", "ECDSA_SHA256");
        ObjectNode key = Json.object("alias", "issuer:credential-signing");

        byte[] signature = there.sign(key, MESSAGE);

        assertThat(IndependentVerifier.verifies(pair.at("/jose/publicJwk"), MESSAGE, signature))
                .isTrue();
        assertThat(here.isValid(key, MESSAGE, signature)).isTrue();
        assertThat(there.isValid(key, MESSAGE, here.sign(key, MESSAGE))).isTrue();
        assertThat(there.aliases()).isEqualTo(here.aliases());
    }

    /** Round after round, because the moment between the caches is short. */
    @Test
    void key_deletedAtOne_doesNotSignAtTheOtherFromThenOn() {
        KmsClient here = client(a, "deleting");
        KmsClient there = client(b, "deleting");
        for (int round = 0; round < 20; round++) {
            String alias = "key-" + round;
            ObjectNode key = Json.object("alias", alias);
            JsonNode pair = here.generate(alias, "ED25519");
            there.sign(key, MESSAGE);
            there.get("/keys/" + alias).expect(200);

            here.delete("/keys/" + alias).expect(204);

            there.sign(key, "AAAA").expectError(400, "no key found");
            there.sign(Json.object("kid", pair.get("kid")), "AAAA").expectError(400, "no key found");
            there.get("/keys/" + alias).expect(404);
        }
    }

    /** Reading may be behind, but not for longer than stated, also where nobody signs. */
    @Test
    void key_deletedAtOne_isGoneAtTheOtherWithinTheStatedTime() {
        KmsClient here = client(a, "reading");
        KmsClient there = client(b, "reading");
        here.generate("key", "ED25519");
        there.get("/keys/key").expect(200);

        here.delete("/keys/key").expect(204);
        long deleted = System.nanoTime();

        int status;
        long asked;
        do {
            asked = System.nanoTime();
            status = there.get("/keys/key").status();
        } while (status != 404 && asked - deleted < EFFECTIVE_WITHIN.toNanos());
        assertThat(status).isEqualTo(404);
    }

    /** The same alias is another key from one moment to the next. */
    @Test
    void key_replacedAtOne_signsWithTheNewOneAtTheOther() {
        KmsClient here = client(a, "replacing");
        KmsClient there = client(b, "replacing");
        ObjectNode key = Json.object("alias", "key");
        for (int round = 0; round < 10; round++) {
            JsonNode publicKey = here.generate("key", "ECDSA_SHA256").at("/jose/publicJwk");
            assertThat(IndependentVerifier.verifies(publicKey, MESSAGE, there.sign(key, MESSAGE)))
                    .isTrue();
            here.delete("/keys/key").expect(204);
        }
    }

    @Test
    void tenants_fiftyFirstSeenAtOnceThroughBoth_eachGetsItsSchemaOnce()
            throws InterruptedException, ExecutionException {
        List<String> tenants =
                IntStream.range(0, TENANTS).mapToObj(i -> "crowd-" + i).toList();
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String tenant : tenants) {
                for (ServerProcess server : List.of(a, b, a, b)) {
                    answers.add(threads.submit(() -> client(server, tenant).get("/keys")));
                }
            }
        }

        for (Future<Answer> answer : answers) {
            assertThat(answer.get().expect(200).at("/keyInfos")).isEmpty();
        }
        Set<String> schemas = database.schemas();
        for (String tenant : tenants) {
            String schema = "tenant_" + tenant.replace('-', '_');
            assertThat(schemas).contains(schema);
            List<String> versions = Arrays.asList(
                    database.text("select version from " + schema + ".flyway_schema_history where version is not null")
                            .split(",", -1));
            assertThat(versions).doesNotHaveDuplicates().isNotEmpty();
            assertThat(database.text("select count(*) from " + schema + ".change_counter"))
                    .isEqualTo("1");
        }
        assertThat(schemas.stream().filter(schema -> schema.startsWith("tenant_crowd_")))
                .hasSize(TENANTS);
    }
}
