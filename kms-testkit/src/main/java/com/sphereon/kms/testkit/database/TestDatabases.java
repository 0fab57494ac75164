package com.sphereon.kms.testkit.database;

import java.util.Optional;

/**
 * The servers tests work with, one of a kind for the JVM: the one the environment names ({@value #POSTGRES_URL},
 * {@value #MYSQL_URL}; a JDBC URL with {@code user} and {@code password}), else a container where a Docker engine
 * answers, else a process made of what the Maven registry has. The last two end with the JVM. Safe for use by many
 * threads.
 */
public final class TestDatabases {
    static final String POSTGRES_URL = "KMS_TEST_POSTGRES_URL";
    static final String MYSQL_URL = "KMS_TEST_MYSQL_URL";

    private TestDatabases() {}

    private static final class Postgresql {
        static final TestServer SERVER = named(POSTGRES_URL)
                .orElseGet(() -> Docker.answers() ? Containers.postgresql() : stoppedAtExit(new EmbeddedPostgresql()));
    }

    private static final class Mysql {
        static final TestServer SERVER = named(MYSQL_URL)
                .orElseGet(() -> Docker.answers() ? Containers.mysql() : stoppedAtExit(new EmbeddedMariaDb(false)));
    }

    /** A PostgreSQL server. */
    public static TestServer postgresql() {
        return Postgresql.SERVER;
    }

    /** A MySQL or MariaDB server. */
    public static TestServer mysql() {
        return Mysql.SERVER;
    }

    /** A PostgreSQL server of the caller's own; always made of what the registry has. */
    public static RestartableServer restartablePostgresql() {
        return new EmbeddedPostgresql();
    }

    /** A MariaDB server of the caller's own; always made of what the registry has. */
    public static RestartableServer restartableMysql() {
        return new EmbeddedMariaDb(true);
    }

    private static Optional<TestServer> named(String variable) {
        return Optional.ofNullable(System.getenv(variable))
                .filter(url -> !url.isBlank())
                .map(url -> TestServer.ofUrl(url, variable));
    }

    private static TestServer stoppedAtExit(RestartableServer server) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "test-database-stop"));
        return server.server();
    }
}
