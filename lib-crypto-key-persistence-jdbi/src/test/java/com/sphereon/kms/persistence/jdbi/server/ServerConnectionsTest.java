package com.sphereon.kms.persistence.jdbi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.spi.SecretReference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class ServerConnectionsTest {
    @TempDir
    Path folder;

    private ServerConnections connections(SecretReference password, String... statements) {
        SQLiteDataSource driver = new SQLiteDataSource();
        driver.setUrl("jdbc:sqlite:" + folder.resolve("test.db"));
        return new ServerConnections(driver, "user", password, List.of(statements));
    }

    private static SecretReference secret(String value) {
        return new SecretReference.Env("password", "NAME", name -> value);
    }

    @Test
    void getConnection_statements_runOnEachBeforeAnybodyHasIt() throws SQLException {
        ServerConnections connections = connections(secret("x"), "create temp table a (b)", "insert into a values (7)");
        for (int i = 0; i < 2; i++) {
            try (Connection connection = connections.getConnection();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select b from a")) {
                assertThat(row.getInt(1)).isEqualTo(7);
            }
        }
    }

    @Test
    void getConnection_statementFails_noConnection() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> connections(secret("x"), "nonsense").getConnection());
    }

    @Test
    void getConnection_passwordMissing_asIfTheServerWereAway() {
        assertThatExceptionOfType(SQLNonTransientConnectionException.class)
                .isThrownBy(() -> connections(secret("")).getConnection())
                .withMessage("password names environment variable NAME, which is not set");
    }

    @Test
    void anythingElse_refused() {
        ServerConnections connections = connections(secret("x"));

        assertThatThrownBy(() -> connections.getConnection("a", "b")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connections.unwrap(String.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(connections::getParentLogger).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connections.setLogWriter(null)).isInstanceOf(SQLException.class);
        assertThat(connections.isWrapperFor(String.class)).isFalse();
        assertThat(connections.getLogWriter()).isNull();
        assertThat(connections.getLoginTimeout()).isZero();
    }
}
