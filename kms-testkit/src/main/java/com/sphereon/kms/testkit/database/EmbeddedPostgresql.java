package com.sphereon.kms.testkit.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** PostgreSQL from the Maven registry. */
final class EmbeddedPostgresql implements RestartableServer {
    private static final String PASSWORD = "p@ss w\u00f6rd'\"\\%";

    private static final String PID_FILE = "postmaster.pid";

    private final TemporaryFolder folder = TemporaryFolder.create("kms-postgresql");
    private final Path data = folder.resolve("data");
    private EmbeddedPostgres process;

    EmbeddedPostgresql() {
        process = launch(0);
        server("postgres", "").run("create user kms superuser password '" + PASSWORD.replace("'", "''") + "'");
        requirePasswords();
    }

    private EmbeddedPostgres launch(int port) {
        try {
            return EmbeddedPostgres.builder()
                    // Both in a folder of our own: what another user left behind in a shared one could not be written.
                    .setOverrideWorkingDirectory(folder.resolve("program").toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setLocaleConfig("locale", "C")
                    .start();
        } catch (IOException | RuntimeException e) {
            if (Files.exists(data.resolve(PID_FILE))) {
                Processes.kill(pid());
            }
            throw new AssertionError(
                    "No PostgreSQL: neither " + TestDatabases.POSTGRES_URL
                            + " nor a Docker engine is there, and the one" + " from the Maven registry does not start",
                    e);
        }
    }

    /** Whoever is on this machine may come in at first; from now on with a password only, but for who starts it. */
    private void requirePasswords() {
        try {
            Files.writeString(
                    data.resolve("pg_hba.conf"), "host all postgres samehost trust\nhost all all all scram-sha-256\n");
            server().run("select 1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server("postgres", "").run("select pg_reload_conf()");
    }

    @Override
    public TestServer server() {
        return server("kms", PASSWORD);
    }

    private TestServer server(String username, String password) {
        return new TestServer(
                "jdbc:postgresql://localhost:" + process.getPort() + "/postgres",
                username,
                password,
                "embedded PostgreSQL");
    }

    @Override
    public void kill() {
        Processes.kill(pid());
        release();
    }

    @Override
    public void freeze() {
        Processes.signal("STOP", pid());
    }

    @Override
    public void thaw() {
        Processes.signal("CONT", pid());
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve(PID_FILE)).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        process = launch(process.getPort());
    }

    @Override
    public void close() {
        release();
        folder.delete();
    }

    private void release() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
