package com.sphereon.kms.persistence.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.persistence.jdbi.server.ServerConnections;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.testkit.database.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
    @TempDir
    Path folder;

    private ServerSettings settings(String... others) {
        return ServerSettings.parse(
                Server.settings(
                        TestDatabases.postgresql(),
                        folder,
                        others.length == 0 ? Map.of() : Map.of(others[0], others[1])),
                PostgresqlDatabase.KIND);
    }

    private static String show(ServerConnections connections, String setting) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    /** An operator may have set the user up to be acknowledged before the disk has it, or more strictly than need be. */
    @ParameterizedTest
    @CsvSource({"off, on", "local, on", "remote_write, on", "on, on", "remote_apply, remote_apply"})
    void synchronousCommit_asTheServerHasIt_neverLessThanOn(String before, String after) throws SQLException {
        String user = "u" + UUID.randomUUID().toString().substring(0, 8);
        TestDatabases.postgresql()
                .run(
                        "create user " + user + " password '"
                                + TestDatabases.postgresql().password().replace("'", "''") + "'",
                        "alter user " + user + " set synchronous_commit = " + before);

        assertThat(show(PostgresqlConnections.forRequests(settings("username", user)), "synchronous_commit"))
                .isEqualTo(after);
        assertThat(show(PostgresqlConnections.forMigrations(settings("username", user)), "synchronous_commit"))
                .isEqualTo(after);
    }

    @Test
    void requests_limits_shorterThanThoseOfTheDriver() throws SQLException {
        ServerConnections connections = PostgresqlConnections.forRequests(settings());

        assertThat(show(connections, "lock_timeout")).isEqualTo("5s");
        assertThat(show(connections, "statement_timeout")).isEqualTo("8s");
        assertThat(show(connections, "idle_in_transaction_session_timeout")).isEqualTo("15s");
        assertThat(show(connections, "timezone")).isEqualTo("UTC");
    }
}
