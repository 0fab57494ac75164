package com.sphereon.kms.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.persistence.AuditEvents;
import com.sphereon.kms.testkit.persistence.AuditFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Audit logs on a server that is killed, held up or tampered with: nothing acknowledged is lost, and nobody waits for ever. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AuditServerContract {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final int APPENDERS = 16;
    private static final int MIN_ACKNOWLEDGED = 500;
    private static final int EACH = 40;

    @TempDir
    Path folder;

    private RestartableServer restartable;
    private ServerFixture fixture;

    /** Opens the databases. */
    protected abstract PersistenceFactory factory();

    /** Starts a server of our own. */
    protected abstract RestartableServer startServer();

    @BeforeAll
    final void start() {
        restartable = startServer();
    }

    @BeforeEach
    final void chooseSchemas() {
        fixture = new ServerFixture(factory(), restartable.server(), folder);
    }

    @AfterAll
    final void stop() {
        restartable.close();
    }

    private Persistence open() {
        return fixture.open("pool.connection-timeout", "PT1S");
    }

    private String table(TenantId tenant, String name) {
        return fixture.schema(tenant) + "." + name;
    }

    /** Appends one after the other until that fails. */
    private static Thread appender(
            AuditLog log, int number, Map<Long, AuditEvent> acknowledged, Queue<Throwable> failures) {
        return Thread.ofVirtual().start(() -> {
            try {
                for (int i = number; ; i += APPENDERS) {
                    AuditEvent event = AuditEvents.signed(ACME, i);
                    AuditReceipt receipt = AuditFixture.await(log.append(event));
                    if (acknowledged.put(receipt.index(), event) != null) {
                        throw new AssertionError("two events at place " + receipt.index());
                    }
                }
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        });
    }

    @Test
    void kill_whileAppending_everyAcknowledgedEventIsAtItsPlaceAndTheSameObjectWorksAgain()
            throws InterruptedException {
        try (Persistence persistence = open()) {
            AuditLog log = persistence.auditLog();
            Map<Long, AuditEvent> acknowledged = new ConcurrentHashMap<>();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> appenders = new ArrayList<>();
            for (int i = 0; i < APPENDERS; i++) {
                appenders.add(appender(log, i, acknowledged, failures));
            }
            while (acknowledged.size() < MIN_ACKNOWLEDGED && failures.isEmpty()) {
                Thread.onSpinWait();
            }
            restartable.kill();
            for (Thread appender : appenders) {
                appender.join();
            }
            assertThat(failures)
                    .hasSize(APPENDERS)
                    .allSatisfy(e -> assertThat(e).isInstanceOf(UnavailableException.class));

            restartable.start();
            awaitHealth(persistence);

            List<AuditRecord> stored = AuditFixture.assertSound(log, ACME, acknowledged);
            assertThat(stored.size() - acknowledged.size())
                    .as("%d stored, %d acknowledged", stored.size(), acknowledged.size())
                    .isBetween(0, APPENDERS);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(MIN_ACKNOWLEDGED);
            AuditEvent next = AuditEvents.signed(ACME, 1_000_000);
            assertThat(AuditFixture.await(log.append(next)).index()).isEqualTo(stored.size());
        }
    }

    private static void awaitHealth(Persistence persistence) {
        while (!(persistence.health() instanceof Health.Up)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("still " + persistence.health());
            }
            Thread.onSpinWait();
        }
    }

    /** As another replica might that came to a halt in the middle of a transaction. */
    @Test
    void append_headHeldByOthers_failsInTimeWhileOtherTenantsGoOn() throws SQLException {
        try (Persistence persistence = open();
                Connection holder = restartable.server().connect();
                Statement statement = holder.createStatement()) {
            AuditLog log = persistence.auditLog();
            AuditFixture.append(log, AuditEvents.signed(ACME, 0, 1));
            AuditFixture.append(log, AuditEvents.signed(OTHER, 0, 1));
            holder.setAutoCommit(false);
            statement
                    .executeQuery("select size from " + table(ACME, "audit_log") + " for update")
                    .close();

            CompletableFuture<AuditReceipt> held = log.append(AuditEvents.signed(ACME, 1));
            for (int i = 1; i <= EACH; i++) {
                AuditFixture.append(log, AuditEvents.signed(OTHER, i, i + 1));
            }
            assertThat(held.isDone())
                    .as("while %d events of another were written", EACH)
                    .isFalse();
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> AuditFixture.await(held));

            holder.rollback();
            AuditFixture.append(log, AuditEvents.signed(ACME, 2, 3));
            assertThat(AuditFixture.assertSound(log, ACME, Map.of())).hasSize(2);
            assertThat(AuditFixture.assertSound(log, OTHER, Map.of())).hasSize(EACH + 1);
        }
    }

    /** In groups of both tenants too: one who has to wait does not make the other wait. */
    @Test
    void append_togetherWithTenantWhoseHeadIsHeld_writtenMeanwhile() throws SQLException {
        try (Persistence persistence = open();
                Connection holder = restartable.server().connect();
                Statement statement = holder.createStatement()) {
            AuditLog log = persistence.auditLog();
            AuditFixture.append(log, AuditEvents.signed(ACME, 0, 1));
            AuditFixture.append(log, AuditEvents.signed(OTHER, 0, 1));
            holder.setAutoCommit(false);
            statement
                    .executeQuery("select size from " + table(ACME, "audit_log") + " for update")
                    .close();
            List<CompletableFuture<AuditReceipt>> held = new ArrayList<>();
            for (int i = 1; i <= EACH; i++) {
                held.add(log.append(AuditEvents.signed(ACME, i)));
                AuditFixture.append(log, AuditEvents.signed(OTHER, i, i + 1));
            }
            assertThat(held).as("%d of the tenant who is held", EACH).noneMatch(CompletableFuture::isDone);

            holder.rollback();
            held.forEach(AuditFixture::await);
            assertThat(AuditFixture.assertSound(log, ACME, Map.of())).hasSize(EACH + 1);
        }
    }

    @Test
    void append_headThatCannotBe_integrityAndOtherTenantsGoOn() {
        try (Persistence persistence = open()) {
            AuditLog log = persistence.auditLog();
            AuditFixture.append(log, AuditEvents.signed(ACME, 0, 3));
            AuditFixture.append(log, AuditEvents.signed(OTHER, 0, 1));
            restartable.server().run("update " + table(ACME, "audit_log") + " set size = 4");

            List<CompletableFuture<AuditReceipt>> bad = new ArrayList<>();
            List<CompletableFuture<AuditReceipt>> good = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                bad.add(log.append(AuditEvents.signed(ACME, i)));
                good.add(log.append(AuditEvents.signed(OTHER, i)));
            }
            good.forEach(AuditFixture::await);
            assertThat(bad)
                    .hasSize(EACH)
                    .allSatisfy(receipt -> assertThatExceptionOfType(IntegrityException.class)
                            .isThrownBy(() -> AuditFixture.await(receipt))
                            .withMessage("The head of the audit log of tenant acme is damaged"));
            assertThatExceptionOfType(IntegrityException.class).isThrownBy(() -> log.head(ACME));
            assertThat(AuditFixture.assertSound(log, OTHER, Map.of())).hasSize(EACH + 1);
        }
    }

    /** As after a restore of part of the tables: it is refused, and what is there is not written over. */
    @Test
    void append_headBehindItsEvents_integrityAndNothingWritten() {
        try (Persistence persistence = open()) {
            AuditLog log = persistence.auditLog();
            AuditFixture.append(log, AuditEvents.signed(ACME, 0, 2));
            String before = restartable.server().text("select size from " + table(ACME, "audit_log"));
            restartable
                    .server()
                    .run("create table " + table(ACME, "head_before") + " as select * from "
                            + table(ACME, "audit_log"));
            AuditFixture.append(log, AuditEvents.signed(ACME, 2, 4));
            restartable
                    .server()
                    .run(
                            "delete from " + table(ACME, "audit_log"),
                            "insert into " + table(ACME, "audit_log") + " select * from " + table(ACME, "head_before"));

            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> AuditFixture.append(log, AuditEvents.signed(ACME, 9, 10)))
                    .withMessage("The audit log has events that its head knows nothing of");
            assertThat(before).isEqualTo("2");
            assertThat(AuditFixture.all(log, ACME)).hasSize(4);
            assertThat(log.head(ACME).size()).isEqualTo(2);
        }
    }
}
