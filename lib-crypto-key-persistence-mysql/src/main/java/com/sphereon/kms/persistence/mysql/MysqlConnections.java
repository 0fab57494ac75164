package com.sphereon.kms.persistence.mysql;

import com.mysql.cj.conf.PropertyDefinitions.SslMode;
import com.mysql.cj.jdbc.MysqlDataSource;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.persistence.jdbi.server.ServerConnections;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.persistence.jdbi.server.TlsMode;
import com.sphereon.kms.persistence.jdbi.server.TlsSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** How connections to MySQL and MariaDB are made: with a limit to everything one could wait for. */
final class MysqlConnections {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longest silence of the server while a request waits, when the network swallows everything. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(10);

    private static final Duration MAX_SILENCE_OF_MIGRATIONS = Duration.ofSeconds(30);

    /**
     * Values that do not fit are refused, never cut. The server ends what a vanished client left open, so that its locks
     * are not kept for hours; the pool uses its idle connections more often than that.
     */
    private static final List<String> INITIAL_STATEMENTS =
            List.of("set session time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
                    + " innodb_lock_wait_timeout = 5, lock_wait_timeout = 30, wait_timeout = 180");

    private MysqlConnections() {}

    static ServerConnections forRequests(ServerSettings settings) {
        return connections(settings, MAX_SILENCE);
    }

    static ServerConnections forMigrations(ServerSettings settings) {
        return connections(settings, MAX_SILENCE_OF_MIGRATIONS);
    }

    private static ServerConnections connections(ServerSettings settings, Duration maxSilence) {
        MysqlDataSource driver = new MysqlDataSource();
        try {
            driver.setUrl(settings.address().url());
            driver.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
            driver.setSocketTimeout((int) maxSilence.toMillis());
            driver.setTcpKeepAlive(true);
            driver.setCharacterEncoding("UTF-8");
            driver.setConnectionCollation("utf8mb4_bin");
            // Moments are sent as they are: in UTC, by our own account.
            driver.setServerTimezone("UTC");
            driver.setForceConnectionTimeZoneToSession(false);
            // Spares a round trip for each change of a mode that is what it was.
            driver.setUseLocalSessionState(true);
            // A batch of rows becomes one statement.
            driver.setRewriteBatchedStatements(true);
            secure(driver, settings.tls());
        } catch (SQLException e) {
            throw new IllegalStateException("the driver does not know its own properties", e);
        }
        return new ServerConnections(driver, settings.username(), settings.password(), INITIAL_STATEMENTS);
    }

    private static void secure(MysqlDataSource driver, TlsSettings tls) throws SQLException {
        if (tls.certificate().isPresent()) {
            throw new InvalidSettingException(
                    TlsSettings.CERTIFICATE,
                    "is not supported with MySQL and MariaDB, whose driver wants the private key in a file of its own kind");
        }
        driver.setSslMode(mode(tls.mode()).name());
        if (tls.caCertificate().isPresent()) {
            TrustStoreFile trusted = TrustStoreFile.of(
                    TlsSettings.CA_CERTIFICATE, tls.caCertificate().get());
            driver.setTrustCertificateKeyStoreUrl(trusted.path().toUri().toString());
            driver.setTrustCertificateKeyStoreType("PKCS12");
            driver.setTrustCertificateKeyStorePassword(TrustStoreFile.PASSWORD);
            driver.setFallbackToSystemTrustStore(false);
        }
    }

    private static SslMode mode(TlsMode mode) {
        return switch (mode) {
            case DISABLE -> SslMode.DISABLED;
            case PREFER -> SslMode.PREFERRED;
            case REQUIRE -> SslMode.REQUIRED;
            case VERIFY_CA -> SslMode.VERIFY_CA;
            case VERIFY_FULL -> SslMode.VERIFY_IDENTITY;
        };
    }
}
