package com.sphereon.kms.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, and comes back: nothing acknowledged is lost, and nobody has to restart. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerCrashContract {
    private static final TenantId ACME = new TenantId("acme");
    private static final int WRITERS = 4;
    private static final int MIN_WRITES = 200;
    private static final int ROUNDS = 2;
    private static final int VISITORS = 8;

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

    @Test
    void kill_whileWriting_everyAcknowledgedRowIsThereAndTheSameObjectWorksAgain() throws InterruptedException {
        try (Persistence persistence = fixture.open("pool.connection-timeout", "PT1S")) {
            ServerFixture.write(persistence, ACME, "before");
            Queue<KeyReference> acknowledged = new ConcurrentLinkedQueue<>();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> writers = startWriters(persistence, acknowledged, failures);
            while (acknowledged.size() < MIN_WRITES && failures.isEmpty()) {
                Thread.onSpinWait();
            }
            restartable.kill();
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(failures)
                    .hasSize(WRITERS)
                    .allSatisfy(e -> assertThat(e).isInstanceOf(UnavailableException.class));
            assertThat(persistence.health()).isInstanceOf(Health.Down.class);

            restartable.start();

            awaitHealth(persistence);
            assertThat(ServerFixture.read(persistence, ACME)).containsAll(acknowledged);
            ServerFixture.write(persistence, ACME, "after");
            assertThat(ServerFixture.has(persistence, ACME, "after")).isTrue();
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(MIN_WRITES);
        }
    }

    /** Whatever the schemas are like then: missing, empty, half filled. */
    @Test
    void kill_whileSchemasAreMade_everyTenantIsServedAfterwards() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            String prefix = "round-" + round + "-";
            int before = Integer.parseInt(fixture.schemas());
            try (Persistence persistence = fixture.open("pool.connection-timeout", "PT1S")) {
                List<Thread> visitors = new ArrayList<>();
                for (int i = 0; i < VISITORS; i++) {
                    TenantId tenant = new TenantId(prefix + i);
                    visitors.add(Thread.ofVirtual().start(() -> visit(persistence, tenant)));
                }
                while (Integer.parseInt(fixture.schemas()) < before + 2 + round) {
                    Thread.onSpinWait();
                }
                restartable.kill();
                for (Thread visitor : visitors) {
                    visitor.join();
                }
            }
            restartable.start();
            try (Persistence persistence = fixture.open()) {
                for (int i = 0; i < VISITORS; i++) {
                    ServerFixture.write(persistence, new TenantId(prefix + i), "key");
                }
            }
        }
    }

    private static void visit(Persistence persistence, TenantId tenant) {
        try {
            ServerFixture.read(persistence, tenant);
        } catch (UnavailableException e) {
            // As it must be while the server is down; anything else ends the thread with a trace in the log.
        }
    }

    private static List<Thread> startWriters(
            Persistence persistence, Queue<KeyReference> acknowledged, Queue<Throwable> failures) {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "key-" + writer + "-";
            writers.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; ; i++) {
                        KeyReference reference = KeyReferences.live(ACME, prefix + i);
                        persistence.keyReferences().insert(reference);
                        acknowledged.add(reference);
                    }
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                }
            }));
        }
        return writers;
    }

    private static void awaitHealth(Persistence persistence) {
        while (!(persistence.health() instanceof Health.Up)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("still " + persistence.health());
            }
            Thread.onSpinWait();
        }
    }

    /** Nothing that waits longer than the limits of the pool: the test would end at its time limit otherwise. */
    @Test
    void anyCall_serverDown_unavailableWithoutSecrets() {
        try (Persistence persistence = fixture.open("pool.connection-timeout", "PT1S")) {
            KeyReference stored = ServerFixture.write(persistence, ACME, "key");
            restartable.kill();
            try {
                for (Runnable call : List.<Runnable>of(
                        () -> ServerFixture.write(persistence, ACME, "new"),
                        () -> ServerFixture.read(persistence, ACME),
                        () -> ServerFixture.read(persistence, new TenantId("never-seen")),
                        () -> persistence.keyReferences().isCurrent(stored),
                        () -> persistence
                                .keyReferences()
                                .findUnfinished(KeyReferences.later(60).at()))) {
                    assertThatExceptionOfType(UnavailableException.class)
                            .isThrownBy(call::run)
                            .satisfies(this::assertNoSecrets);
                }
            } finally {
                restartable.start();
            }
            awaitHealth(persistence);
            assertThat(ServerFixture.read(persistence, ACME)).containsExactly(stored);
            assertThat(ServerFixture.read(persistence, new TenantId("never-seen")))
                    .isEmpty();
        }
    }

    /** As a network does that swallows everything: connections are there, and nothing comes back. */
    @Test
    void anyCall_serverSilent_unavailableAndFineAfterwards() {
        try (Persistence persistence = fixture.open("pool.connection-timeout", "PT1S")) {
            KeyReference stored = ServerFixture.write(persistence, ACME, "key");
            restartable.freeze();
            try {
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> ServerFixture.read(persistence, ACME));
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> persistence.keyReferences().isCurrent(stored));
                assertThat(persistence.health()).isInstanceOf(Health.Down.class);
            } finally {
                restartable.thaw();
            }
            awaitHealth(persistence);
            assertThat(ServerFixture.read(persistence, ACME)).containsExactly(stored);
        }
    }

    private void assertNoSecrets(Throwable thrown) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            assertThat(String.valueOf(e.getMessage()))
                    .doesNotContain(restartable.server().password());
        }
    }

    @Test
    void open_serverComesUpWhileWeWait_opened() throws InterruptedException {
        restartable.kill();
        AtomicBoolean up = new AtomicBoolean();
        Thread start = Thread.ofPlatform().start(() -> {
            up.set(true);
            restartable.start();
        });
        while (!up.get()) {
            Thread.onSpinWait();
        }
        try (Persistence persistence = fixture.open()) {
            assertThat(persistence.health()).isEqualTo(new Health.Up());
        } finally {
            start.join();
        }
    }

    /** Connections that exist go on; new ones need the new password, which is read when they are made. */
    @Test
    void password_rotated_takesEffectWithoutReopening() {
        String user = "rotated";
        restartable.server().run(createUser(user, "first"));
        fixture.writePassword("first");
        try (Persistence persistence = fixture.open("username", user, "pool.connection-timeout", "PT1S")) {
            KeyReference stored = ServerFixture.write(persistence, ACME, "key");
            restartable.server().run(changePasswordAndDisconnect(user, "second"));
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> ServerFixture.read(persistence, ACME));

            fixture.writePassword("second");

            awaitHealth(persistence);
            assertThat(ServerFixture.read(persistence, ACME)).containsExactly(stored);
        }
    }

    @Test
    void open_wrongPassword_refusedAtOnceNamingTheSetting() {
        fixture.writePassword("wrong-secret");

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> fixture.open().close())
                .withMessageContaining("refused by the server at localhost:")
                .satisfies(e -> assertThat(e.setting()).isEqualTo("password"))
                .withMessageNotContaining("wrong-secret");
    }

    @Test
    void open_noSuchDatabase_refusedAtOnceNamingTheSetting() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> fixture.open(
                                "url",
                                "",
                                "host",
                                "localhost",
                                "port",
                                Integer.toString(restartable.server().port()),
                                "database",
                                "no_such_database")
                        .close())
                .satisfies(e -> assertThat(e.setting()).isEqualTo("database"));
    }

    @Test
    void open_passwordFileMissing_refusedAtOnce() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> fixture.open("password", "file:/no/such/file").close())
                .satisfies(e -> assertThat(e.setting()).isEqualTo("password"));
    }

    @Test
    void open_tlsRequiredOfServerWithout_refusedAtOnceNamingTheSetting() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> fixture.open("tls.mode", "verify-full").close())
                .satisfies(e -> assertThat(e.setting()).isEqualTo("tls.mode"));
    }

    /** A superuser with a password. */
    protected abstract String[] createUser(String user, String password);

    /** Gives a user another password and ends the connections made with the one before. */
    protected abstract String[] changePasswordAndDisconnect(String user, String password);
}
