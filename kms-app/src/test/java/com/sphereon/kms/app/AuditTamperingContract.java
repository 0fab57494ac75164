package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody does to the rows of an audit log, the server that runs says so and where, and signs no more. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
abstract class AuditTamperingContract {
    private static final ObjectNode KEY = Json.object("alias", "key");
    private static final String INTACT = "intact";
    private static final String SET_BACK = "set-back";
    private static final String WITH_TILE = "with-tile";
    private static final int TILE = 256;
    private static final int FILLERS = 4;

    @TempDir
    Path folder;

    private TestIssuer issuer;
    private RunningKms kms;

    /** What makes a server use the database. */
    abstract Map<String, String> settings();

    /** A connection past everything we wrote. */
    abstract Connection connect() throws SQLException;

    /** What stands before the names of that tenant's tables. */
    abstract String prefix(String tenant);

    /** What is done to the logs, each to one of its own. */
    abstract List<Tampering> tamperings();

    @BeforeEach
    final void start() {
        issuer = TestIssuer.start();
        // No checkpoints but those that are asked for.
        start("PT24H");
    }

    private void start(String checkpointInterval) {
        Map<String, String> all = new HashMap<>(settings());
        all.putAll(issuer.settings());
        all.put("kms.audit.checkpoint-interval", checkpointInterval);
        kms = RunningKms.start(folder.resolve("data"), all);
    }

    @AfterEach
    final void stop() {
        kms.close();
        issuer.close();
    }

    private KmsClient client(String tenant) {
        return kms.client().with(issuer.token(tenant, "service", "auditor"));
    }

    private void change(String tenant, Consumer<LogTables> change) {
        try (Connection connection = connect()) {
            change.accept(new LogTables(connection, prefix(tenant), tenant));
        } catch (SQLException e) {
            throw new AssertionError(tenant, e);
        }
    }

    /** Of these events a checkpoint covers eight; those after it are signed by nobody. */
    private void fill(String tenant, int size) {
        KmsClient client = client(tenant);
        client.generate("key", "ED25519");
        sign(client, 3);
        assertThat(NoteReader.read(client.get("/audit/checkpoint").expect(200).text())
                        .size())
                .isEqualTo(Tampering.SIGNED);
        sign(client, size - Tampering.SIGNED);
    }

    private static void sign(KmsClient client, int times) {
        for (int i = 0; i < times; i++) {
            client.sign(KEY, "AAAA").expect(201);
        }
    }

    private void together(List<String> tenants, Consumer<String> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(FILLERS)) {
            tenants.stream()
                    .map(tenant -> threads.submit(() -> work.accept(tenant)))
                    .toList()
                    .forEach(Outcomes::get);
        }
    }

    private String alarm(String tenant) {
        return client(tenant)
                .get("/audit/status")
                .expect(200)
                .json()
                .path("alarm")
                .asText("");
    }

    private void awaitAlarms(Map<String, String> expected) {
        expected.forEach((tenant, where) -> {
            Await.until(() -> !alarm(tenant).isEmpty(), () -> "no alarm for " + tenant);
            assertThat(alarm(tenant)).as(tenant).containsPattern(where);
        });
    }

    private void assertOthersKnow(int alarms) {
        assertThat(kms.client().getAtRoot("/metrics").expect(200).text())
                .contains("kms_audit_alarms %d.0\n".formatted(alarms));
        JsonNode checks = kms.client().getAtRoot("/ready").expect(200).at("/checks");
        assertThat(checks.findValuesAsText("reason"))
                .containsExactly("audit logs that were changed and are no longer signed: " + alarms);
        assertThat(alarm(INTACT)).isEmpty();
    }

    private long newestCheckpoint(String tenant) {
        return client(tenant)
                .get("/audit/status")
                .expect(200)
                .json()
                .at("/checkpoint/size")
                .asLong();
    }

    @Test
    final void log_changedInAnyWay_runningServerSaysWhereAndSignsNoMore(TestReporter reporter) {
        List<Tampering> tamperings = tamperings();
        List<String> tenants =
                new ArrayList<>(tamperings.stream().map(Tampering::name).toList());
        tenants.addAll(List.of(INTACT, SET_BACK));
        together(tenants, tenant -> fill(tenant, Tampering.SIZE));
        fill(WITH_TILE, TILE);
        change(SET_BACK, LogTables::copy);
        sign(client(SET_BACK), 3);
        for (String tenant : tenants) {
            assertThat(alarm(tenant)).as(tenant).isEmpty();
        }

        Map<String, String> expected = new HashMap<>();
        for (Tampering tampering : tamperings) {
            change(tampering.name(), tampering.change());
            expected.put(tampering.name(), tampering.where());
        }
        change(SET_BACK, LogTables::restore);
        expected.put(SET_BACK, "15 events were there, and now there are only 12");
        change(
                WITH_TILE,
                log -> log.run("update audit_tile set hash = ? where tenant_id = TENANT", (Object)
                        MerkleProofs.sha256("other")));
        expected.put(WITH_TILE, "the hash of level 8, 0, is not that of events 0 to 255");

        awaitAlarms(expected);
        assertOthersKnow(expected.size());
        assertNotServed("changed-leaf");
        reporter.publishEntry("while it runs", "%d changes found".formatted(expected.size()));
        assertFoundByAnother(tamperings, reporter);
    }

    /** Who did not run when it was done finds what does not fit to what was signed. */
    private void assertFoundByAnother(List<Tampering> tamperings, TestReporter reporter) {
        kms.close();
        start("PT1S");
        sign(client(INTACT), 1);
        Map<String, String> expected = new HashMap<>();
        tamperings.stream()
                .filter(tampering -> tampering.found() != Tampering.Found.BY_WITNESSES)
                .forEach(tampering -> expected.put(tampering.name(), ""));
        expected.put(WITH_TILE, "");
        awaitAlarms(expected);
        Await.until(() -> newestCheckpoint(INTACT) > Tampering.SIGNED, () -> "no more checkpoints");
        for (Tampering tampering : tamperings) {
            if (tampering.found() == Tampering.Found.BEFORE_SIGNING) {
                assertThat(newestCheckpoint(tampering.name()))
                        .as(tampering.name())
                        .isLessThanOrEqualTo(Tampering.SIGNED);
            }
        }
        assertThat(alarm(INTACT)).isEmpty();
        reporter.publishEntry("after a restart", "%d changes found".formatted(expected.size()));
    }

    /** What is not what was appended is an error, and the rest is there. */
    private void assertNotServed(String tenant) {
        KmsClient client = client(tenant);
        for (String path : List.of("/audit/events", "/audit/events/3", "/audit/proofs/inclusion?index=3")) {
            client.get(path).expectError(500, "event 3 was changed");
        }
        client.get("/audit/events/2").expect(200);
        client.get("/audit/events?cursor=4").expect(200);
        sign(client, 1);
    }
}
