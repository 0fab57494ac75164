package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections. The password is read for each one, so that a changed one takes effect without a restart, and each
 * one is told how to behave before anybody gets it. Safe for use by many threads.
 */
public final class ServerConnections implements DataSource {
    private final DataSource driver;
    private final String username;
    private final SecretReference password;
    private final List<String> initialStatements;

    /**
     * @param driver knows everything but user and password
     * @param initialStatements run on each new connection
     */
    public ServerConnections(
            DataSource driver, String username, SecretReference password, List<String> initialStatements) {
        this.driver = driver;
        this.username = username;
        this.password = password;
        this.initialStatements = List.copyOf(initialStatements);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.getConnection(username, readPassword());
        boolean ready = false;
        try (Statement statement = connection.createStatement()) {
            for (String sql : initialStatements) {
                statement.execute(sql);
            }
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    /** As text, because that is how drivers take it. */
    private String readPassword() throws SQLException {
        try (SecretBytes secret = password.read()) {
            return secret.expose(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (InvalidSettingException e) {
            // Being rotated, perhaps: to those who want a connection, the same as a server that is away.
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        }
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String secret) throws SQLException {
        throw new SQLInvalidAuthorizationSpecException("connections of other users are not for us to make");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("logs go through SLF4J");
    }

    /** Does nothing: the driver was told how long it may take. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("logs go through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("nothing to unwrap");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
