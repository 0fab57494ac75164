package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.persistence.jdbi.server.SchemaDialect;
import com.sphereon.kms.persistence.jdbi.server.SchemaPattern;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;

/** Schemas as PostgreSQL has them. */
final class PostgresqlSchemas implements SchemaDialect {
    private static final Set<String> MISSING = Set.of(SqlState.UNDEFINED_TABLE, SqlState.INVALID_SCHEMA_NAME);

    @Override
    public String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from pg_catalog.pg_namespace where nspname = ?")) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean lock(Connection connection, String schema, Duration maxWait) throws SQLException {
        try (Statement limit = connection.createStatement();
                PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(?)")) {
            limit.execute("set lock_timeout = " + maxWait.toMillis());
            lock.setLong(1, SchemaPattern.lockNumber(schema));
            lock.execute();
            return true;
        } catch (SQLException e) {
            if (SqlState.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean saysMissing(SQLException e) {
        return e.getSQLState() != null && MISSING.contains(e.getSQLState());
    }

    /** A script and the note that it ran are one transaction. */
    @Override
    public boolean undoesFailedScripts() {
        return true;
    }
}
