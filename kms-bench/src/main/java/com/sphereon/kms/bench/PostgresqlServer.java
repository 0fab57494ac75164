package com.sphereon.kms.bench;

import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.UUID;

/**
 * A PostgreSQL server that acknowledges a commit when it is on disk, and tells when it does not: the one
 * {@value #URL_VARIABLE} names, or a process made of what the Maven repository has, with {@code fsync} and
 * {@code synchronous_commit} on (those of the testkit are faster than that).
 */
final class PostgresqlServer implements AutoCloseable {
    private static final String URL_VARIABLE = "KMS_TEST_POSTGRES_URL";

    private final TestServer server;
    private final AutoCloseable process;

    private PostgresqlServer(TestServer server, AutoCloseable process) {
        this.server = server;
        this.process = process;
    }

    /** @param folder for its data */
    static PostgresqlServer open(WorkFolder folder) {
        String url = System.getenv(URL_VARIABLE);
        if (url != null && !url.isBlank()) {
            return new PostgresqlServer(TestDatabases.postgresql(), () -> {});
        }
        try {
            EmbeddedPostgres process = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            folder.resolve("postgresql-program").toFile())
                    .setDataDirectory(folder.resolve("postgresql-data"))
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            String address = "jdbc:postgresql://localhost:" + process.getPort() + "/postgres";
            return new PostgresqlServer(new TestServer(address, "postgres", "", "embedded PostgreSQL"), process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What holds of commits on it, for people. */
    String durability() {
        return "PostgreSQL %s, fsync %s, synchronous_commit %s"
                .formatted(
                        server.text("show server_version"),
                        server.text("show fsync"),
                        server.text("show synchronous_commit"));
    }

    /** A new database on it, dropped when closed. */
    Database database() {
        String name = "kms_bench_" + UUID.randomUUID().toString().substring(0, 8);
        server.run("create database " + name);
        String url = server.url().replaceFirst("(://[^/]*)/[^?]*", "$1/" + name);
        return new Database(this, name, new TestServer(url, server.username(), server.password(), server.origin()));
    }

    /** A database of one product's own. */
    record Database(PostgresqlServer owner, String name, TestServer server) implements AutoCloseable {
        @Override
        public void close() {
            owner.server.run(String.format(Locale.ROOT, "drop database %s with (force)", name));
        }
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL does not stop", e);
        }
    }
}
