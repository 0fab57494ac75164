package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.persistence.jdbi.server.SchemaDialect;
import com.sphereon.kms.persistence.jdbi.server.SchemaPattern;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Schemas as MySQL and MariaDB have them: databases. */
final class MysqlSchemas implements SchemaDialect {

    @Override
    public String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    @Override
    public boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from information_schema.schemata where schema_name = ?")) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** By a name that is valid on the whole server. */
    @Override
    public boolean lock(Connection connection, String schema, Duration maxWait) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select get_lock(?, ?)")) {
            lock.setString(1, "kms " + Long.toHexString(SchemaPattern.lockNumber(schema)));
            lock.setLong(2, maxWait.toSeconds());
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    @Override
    public boolean saysMissing(SQLException e) {
        return e.getErrorCode() == VendorCode.NO_SUCH_TABLE || e.getErrorCode() == VendorCode.UNKNOWN_DATABASE;
    }

    /** Each statement that makes a table is a transaction of its own, so a script is one such statement, repeatable. */
    @Override
    public boolean undoesFailedScripts() {
        return false;
    }
}
