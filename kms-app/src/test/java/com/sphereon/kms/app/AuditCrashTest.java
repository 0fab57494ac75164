package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.testkit.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers are killed while they sign, at any moment: no signature was handed out that is not in the log. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AuditCrashTest {
    private static final int KILLS = 10;
    private static final int KILLS_OF_REPLICAS = 6;
    private static final int CLIENTS = 8;
    private static final int MAX_SIGNATURES = 60;
    private static final long SEED = 5;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    private static Map<String, String> withManyCheckpoints(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kms.audit.checkpoint-interval", "PT1S");
        all.put("kms.audit.checkpoint-events", "20");
        return all;
    }

    private ServerProcess start(Map<String, String> settings) throws IOException, InterruptedException {
        return ServerProcess.start(folder.resolve("data"), withManyCheckpoints(settings));
    }

    private int signatures() {
        return 1 + random.nextInt(MAX_SIGNATURES);
    }

    @Test
    void server_killedTenTimesWhileSigning_allSignaturesAreInTheLog(TestReporter reporter)
            throws IOException, InterruptedException {
        SigningLoad load = new SigningLoad();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ServerProcess server = start(Map.of())) {
                if (kill == 0) {
                    server.client().generate("key", "ED25519");
                }
                load.add(server.client(), CLIENTS);
                load.awaitMore(signatures());
                server.kill();
            }
        }
        load.close();

        try (ServerProcess server = start(Map.of())) {
            reporter.publishEntry("killed %d times".formatted(KILLS), assertSound(server.client(), load));
        }
    }

    /** They take turns in being killed; the other one goes on, and both write one log. */
    @Test
    void replicas_killedInTurnWhileBothSign_allSignaturesAreInTheLog(TestReporter reporter)
            throws IOException, InterruptedException {
        TestDatabase database = TestDatabase.create(TestDatabases.postgresql());
        Map<String, String> settings = database.settings(database.password());
        SigningLoad load = new SigningLoad();
        List<ServerProcess> replicas = new ArrayList<>();
        try {
            replicas.add(start(settings));
            replicas.add(start(settings));
            replicas.get(0).client().generate("key", "ED25519");
            load.add(replicas.get(0).client(), CLIENTS);
            load.add(replicas.get(1).client(), CLIENTS);
            for (int kill = 0; kill < KILLS_OF_REPLICAS; kill++) {
                load.awaitMore(signatures());
                replicas.get(kill % 2).kill();
                load.awaitMore(signatures());
                replicas.set(kill % 2, start(settings)).close();
                load.add(replicas.get(kill % 2).client(), CLIENTS);
            }
            load.awaitMore(signatures());
            load.close();
            assertThat(load.refusals()).as("of the replica that lived").isZero();
            for (ServerProcess replica : replicas) {
                reporter.publishEntry(
                        "killed %d times".formatted(KILLS_OF_REPLICAS), assertSound(replica.client(), load));
            }
        } finally {
            load.close();
            replicas.forEach(ServerProcess::close);
        }
    }

    private static String assertSound(KmsClient client, SigningLoad load) {
        client.sign(Json.object("alias", "key"), "AAAA").expect(201);
        AuditView log = AuditView.of(client).assertSound();
        assertThat(log.checkpoints()).isNotEmpty();
        assertThat(log.signedBy(client.keyInfo("audit:audit-checkpoint").get("key")))
                .hasSameSizeAs(log.checkpoints());
        assertThat(client.get("/audit/status").expect(200).json().has("alarm")).isFalse();
        assertThat(client.getAtRoot("/metrics").expect(200).text()).contains("kms_audit_alarms 0.0\n");
        return load.assertIn(log);
    }
}
