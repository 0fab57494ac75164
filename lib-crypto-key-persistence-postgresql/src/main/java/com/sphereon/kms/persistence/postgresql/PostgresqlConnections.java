package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.persistence.jdbi.server.ServerConnections;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.persistence.jdbi.server.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** How connections to PostgreSQL are made: with a limit to everything one could wait for. */
final class PostgresqlConnections {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longest silence of the server while a request waits, when the network swallows everything. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(10);

    private static final Duration MAX_SILENCE_OF_MIGRATIONS = Duration.ofSeconds(30);

    /**
     * Written by us or not, a configuration that acknowledges before the disk has it is not for us; what is stricter
     * stays. The server ends what a vanished client left open, so that its locks are not kept for hours.
     */
    private static final List<String> ALWAYS = List.of(
            "select set_config('synchronous_commit', 'on', false)"
                    + " where current_setting('synchronous_commit') not in ('on', 'remote_apply')",
            "set client_connection_check_interval = '5s'",
            "set tcp_keepalives_idle = 30",
            "set tcp_keepalives_interval = 10",
            "set tcp_keepalives_count = 3",
            "set timezone = 'UTC'");

    private static final List<String> OF_REQUESTS = List.of(
            "set lock_timeout = '5s'",
            "set statement_timeout = '8s'",
            "set idle_in_transaction_session_timeout = '15s'");

    private PostgresqlConnections() {}

    static ServerConnections forRequests(ServerSettings settings) {
        List<String> statements = new ArrayList<>(ALWAYS);
        statements.addAll(OF_REQUESTS);
        return connections(settings, MAX_SILENCE, statements);
    }

    static ServerConnections forMigrations(ServerSettings settings) {
        return connections(settings, MAX_SILENCE_OF_MIGRATIONS, ALWAYS);
    }

    private static ServerConnections connections(
            ServerSettings settings, Duration maxSilence, List<String> initialStatements) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(settings.address().url());
        // A standby is behind: it would say that a key is current which was revoked at the primary.
        driver.setTargetServerType("primary");
        driver.setApplicationName("kms");
        driver.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
        driver.setLoginTimeout((int) MAX_SILENCE.toSeconds());
        driver.setSocketTimeout((int) maxSilence.toSeconds());
        driver.setCancelSignalTimeout((int) CONNECT_TIMEOUT.toSeconds());
        driver.setTcpKeepAlive(true);
        // A batch of rows becomes one statement, or a few.
        driver.setReWriteBatchedInserts(true);
        // A value in an error of the server would end up in our log.
        driver.setLogServerErrorDetail(false);
        secure(driver, settings.tls());
        return new ServerConnections(driver, settings.username(), settings.password(), initialStatements);
    }

    private static void secure(PGSimpleDataSource driver, TlsSettings tls) {
        driver.setSslMode(tls.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        tls.caCertificate().ifPresent(file -> driver.setSslRootCert(file.toString()));
        tls.certificate().ifPresent(file -> driver.setSslCert(file.toString()));
        tls.key().ifPresent(file -> driver.setSslKey(file.toString()));
        if (tls.mode().verifies() && tls.caCertificate().isEmpty()) {
            driver.setSslRootCert(null);
            driver.setSslfactory(DefaultJavaSSLFactory.class.getName());
        }
    }
}
