package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.persistence.jdbi.FailureTranslation;
import com.sphereon.kms.persistence.jdbi.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tables of a file. A mark in the file's header says with which migrations it was last found in order, so that
 * a start with nothing to do need not load what migrates.
 */
enum Schema {
    /** What belongs to tenants. */
    TENANTS(
            "migration",
            List.of(
                    "V1__key_reference.sql",
                    "V2__change_counter_and_tenant_configuration.sql",
                    "V3__lifecycle_rotation_and_requests.sql",
                    "V4__audit_log.sql")),
    /** What belongs to the platform itself. */
    PLATFORM("platform", List.of("V1__kms_provider.sql", "V2__provider_registry.sql"));

    /** The value of a header nobody has written to; set while migrations run, so that a crash leaves no mark. */
    private static final int UNMARKED = 0;

    private final String folder;
    private final List<String> scripts;

    Schema(String folder, List<String> scripts) {
        this.folder = folder;
        this.scripts = scripts;
    }

    /** The folder beside this class where all scripts are. */
    String folder() {
        return folder;
    }

    /** The file names of all scripts, in order. */
    List<String> scripts() {
        return scripts;
    }

    /** @throws KmsException when the file is not a database of ours, its history is not in order, or the disk fails */
    void bringUpToDate(DataSource writer, SqliteDialect dialect) {
        Migrations migrations = new Migrations(Schema.class, folder, scripts);
        int current = migrations.fingerprint();
        try {
            if (mark(writer) == current) {
                return;
            }
            mark(writer, UNMARKED);
            migrations.apply(writer, Optional.empty(), dialect);
            mark(writer, current);
        } catch (SQLException e) {
            throw new FailureTranslation(dialect).translate(e);
        }
    }

    private static int mark(DataSource writer) throws SQLException {
        try (Connection connection = writer.getConnection();
                Statement statement = connection.createStatement();
                ResultSet mark = statement.executeQuery("pragma user_version")) {
            return mark.getInt(1);
        }
    }

    private static void mark(DataSource writer, int mark) throws SQLException {
        try (Connection connection = writer.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("pragma user_version = " + mark);
        }
    }
}
