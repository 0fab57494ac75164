package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.persistence.jdbi.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What Flyway noted in a schema, read without it: starting it takes a thousand times as long. */
record History(SchemaDialect schemas, String schema) {

    /** Whether exactly these migrations were applied. */
    boolean isCurrent(Connection connection, Migrations migrations) throws SQLException {
        List<Migrations.Applied> applied = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version, checksum, success from " + table() + " order by installed_rank")) {
            while (rows.next()) {
                applied.add(new Migrations.Applied(rows.getString(1), rows.getInt(2), rows.getBoolean(3)));
            }
        } catch (SQLException e) {
            if (schemas.saysMissing(e)) {
                return false;
            }
            throw e;
        }
        return migrations.areExactly(applied);
    }

    /** Takes back the notes of failures of scripts that are still ours, so that they are run again. */
    void forgetFailed(Connection connection, Migrations migrations) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "delete from " + table() + " where success = false and version = ? and checksum = ?")) {
            for (Migrations.Applied script : migrations.scripts()) {
                statement.setString(1, script.version());
                statement.setInt(2, script.checksum());
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            if (!schemas.saysMissing(e)) {
                throw e;
            }
        }
    }

    private String table() {
        return schemas.quote(schema) + ".flyway_schema_history";
    }
}
