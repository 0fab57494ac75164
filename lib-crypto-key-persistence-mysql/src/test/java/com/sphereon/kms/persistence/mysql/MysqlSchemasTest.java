package com.sphereon.kms.persistence.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlSchemasTest {
    private final MysqlSchemas schemas = new MysqlSchemas();
    private final TestServer server = TestDatabases.mysql();

    /** A tenant's id holds none of these; should it ever, the name of a schema would still be no more than that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "`",
                "'",
                "; drop table x; --",
                "\\",
                "a.b",
                "a\" b",
                "a`b",
                "A",
                "select",
                "\u00fc",
                "%",
                "?",
                ":x"
            })
    void quote_hostileName_isThatName(String part) throws SQLException {
        String name = "t" + UUID.randomUUID().toString().substring(0, 8) + part;
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertThat(schemas.exists(connection, name)).isFalse();
            statement.execute("create schema " + schemas.quote(name));
            statement.execute("create table " + schemas.quote(name) + ".thing (id integer)");
            assertThat(schemas.exists(connection, name)).isTrue();
            assertThat(tablesIn(connection, name)).isEqualTo(1);
            statement.execute("drop table " + schemas.quote(name) + ".thing");
            statement.execute("drop schema " + schemas.quote(name));
        }
    }

    private static int tablesIn(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*) from information_schema.tables where table_schema = ? and table_name = 'thing'")) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Test
    void lock_heldByAnother_notOursUntilItsConnectionEnds() throws SQLException {
        String schema = "t" + UUID.randomUUID();
        try (Connection second = server.connect()) {
            try (Connection first = server.connect()) {
                assertThat(schemas.lock(first, schema, Duration.ofSeconds(1))).isTrue();
                assertThat(schemas.lock(second, schema, Duration.ofSeconds(1))).isFalse();
                assertThat(schemas.lock(second, schema + "x", Duration.ofSeconds(1)))
                        .isTrue();
            }
            assertThat(schemas.lock(second, schema, Duration.ofSeconds(10))).isTrue();
        }
    }
}
