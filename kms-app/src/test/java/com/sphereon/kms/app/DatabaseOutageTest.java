package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.RestartableServer;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database is killed while clients work, and comes back. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DatabaseOutageTest {
    private static final byte[] MESSAGE = Json.utf8("message");
    private static final ObjectNode KEY = Json.object("alias", "issuer:credential-signing");
    private static final int CLIENTS = 4;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** Whose creation was acknowledged, and whose deletion nobody asked for. */
    private final Set<String> kept = new ConcurrentSkipListSet<>();
    /** Whose deletion was acknowledged. */
    private final Set<String> deleted = new ConcurrentSkipListSet<>();

    private final CountDownLatch busy = new CountDownLatch(40);
    private final AtomicBoolean stop = new AtomicBoolean();
    private RestartableServer server;
    private TestDatabase database;
    private RunningKms kms;
    private KmsClient client;

    @BeforeEach
    void start() {
        server = TestDatabases.restartablePostgresql();
        database = TestDatabase.create(server.server());
        kms = RunningKms.start(folder.resolve("data"), database.settings(folder));
        client = kms.client();
    }

    @AfterEach
    void stop() {
        kms.close();
        server.close();
    }

    @Test
    void databaseKilledUnderLoad_nothingAcknowledgedIsLostAndServiceRecovers() throws InterruptedException {
        client.generate(KEY.get("alias").textValue(), "ECDSA_SHA256");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                String prefix = "client-" + i + "-";
                threads.execute(() -> work(prefix));
            }
            try {
                assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
                server.kill();
                assertDown();
                server.start();
                awaitReady();
            } finally {
                stop.set(true);
            }
        }

        assertWhole();
        client.sign(KEY, MESSAGE);
    }

    private void work(String prefix) {
        for (int i = 0; !stop.get(); i++) {
            String alias = prefix + i;
            if (noted(client.post("/keys", Json.object("alias", alias, "alg", "ED25519")), 201)) {
                busy.countDown();
                if (i % 3 < 2) {
                    kept.add(alias);
                } else if (noted(client.delete("/keys/" + alias), 204)) {
                    deleted.add(alias);
                }
            }
            noted(client.sign(KEY, "AAAA"), 201);
        }
    }

    /** Success, or word that the database is away; anything else is a lie. */
    private static boolean noted(Answer answer, int success) {
        if (answer.status() != success) {
            answer.expect(503);
            assertThat(answer.header("Retry-After")).isPresent();
        }
        return answer.status() == success;
    }

    private void assertDown() {
        Answer ready = client.getAtRoot("/ready").expect(503);
        assertThat(ready.at("/checks/0/status").textValue()).isEqualTo("DOWN");
        client.getAtRoot("/health").expect(200);
        // Whether the key was revoked meanwhile cannot be known, so it does not sign, remembered or not.
        assertThat(client.sign(KEY, "AAAA").expect(503).header("Retry-After")).isPresent();
        assertThat(client.get("/keys").expect(503).header("Retry-After")).isPresent();
        assertThat(client.post("/keys", Json.object("alias", "x", "alg", "ED25519"))
                        .expect(503)
                        .text())
                .doesNotContain(database.password(), "jdbc", "Exception");
    }

    private void awaitReady() {
        long start = System.nanoTime();
        while (client.getAtRoot("/ready").status() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(RECOVERY);
        }
    }

    /** What was acknowledged is so, and whatever is there works. */
    private void assertWhole() {
        List<String> aliases = client.aliases();
        assertThat(aliases).containsAll(kept).doesNotContainAnyElementsOf(deleted);
        aliases.forEach(
                alias -> client.sign(Json.object("alias", alias), "AAAA").expect(201));
    }
}
