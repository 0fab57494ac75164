package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.testkit.database.RestartableServer;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database is killed or hangs while clients sign: they get no signature that is not recorded, and an answer all the same. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AuditOutageTest {
    private static final ObjectNode KEY = Json.object("alias", "key");
    private static final int CLIENTS = 8;
    /** The deadline of a record, with room for a busy machine. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

    private static RestartableServer server;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private RunningKms kms;
    private KmsClient client;

    @BeforeAll
    static void startServer() {
        server = TestDatabases.restartablePostgresql();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        database = TestDatabase.create(server.server());
        Map<String, String> settings = new HashMap<>(database.settings(folder));
        settings.put("kms.audit.checkpoint-interval", "PT1S");
        settings.put("kms.audit.checkpoint-events", "50");
        kms = RunningKms.start(folder.resolve("data"), settings);
        client = kms.client();
        client.generate("key", "ED25519");
    }

    @AfterEach
    void stop() {
        kms.close();
    }

    private String assertSound(SigningLoad load) {
        AuditView log = AuditView.of(client).assertSound();
        assertThat(client.get("/audit/status").expect(200).json().has("alarm")).isFalse();
        return load.assertIn(log);
    }

    @Test
    void database_killedWhileSigning_allSignaturesAreInTheLogAndItGoesOn(TestReporter reporter) {
        SigningLoad load = new SigningLoad();
        try (load) {
            load.add(client, CLIENTS);
            load.awaitMore(100);
            server.kill();
            load.awaitRefusals(CLIENTS);
            server.start();
            load.awaitMore(100);
        }
        reporter.publishEntry("database killed", assertSound(load));
    }

    /** As another replica might that came to a halt in the middle of a transaction. */
    @Test
    void commit_waitsForARowOthersHold_refusedInTimeAndFineAfterwards(TestReporter reporter) throws SQLException {
        SigningLoad load = new SigningLoad();
        try (load;
                Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            load.add(client, CLIENTS);
            load.awaitMore(50);
            holder.setAutoCommit(false);
            statement
                    .executeQuery("select size from tenant_default.audit_log for update")
                    .close();
            load.awaitRefusals(CLIENTS);
            int handedOut = load.size();
            assertRefusedInTime();
            assertThat(load.size()).as("while the row is held").isEqualTo(handedOut);
            holder.rollback();
            load.awaitMore(50);
        }
        reporter.publishEntry("row held", assertSound(load));
    }

    @Test
    void commit_databaseSaysNothing_refusedInTimeAndFineAfterwards(TestReporter reporter) {
        SigningLoad load = new SigningLoad();
        try (load) {
            load.add(client, CLIENTS);
            load.awaitMore(50);
            server.freeze();
            try {
                load.awaitRefusals(CLIENTS);
                assertRefusedInTime();
            } finally {
                server.thaw();
            }
            load.awaitMore(50);
        }
        reporter.publishEntry("database silent", assertSound(load));
    }

    private void assertRefusedInTime() {
        long begin = System.nanoTime();
        assertThat(SigningLoad.isRefusal(client.sign(KEY, "AAAA"))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ANSWERED_WITHIN);
    }
}
