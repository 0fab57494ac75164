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
 * The tables of the file. A mark in the file's header says with which migrations it was last found in order, so that
 * a start with nothing to do need not load what migrates.
 */
final class Schema {
    /** All migrations, in the folder of that name beside this class. */
    static final List<String> SCRIPTS = List.of("V1__key_reference.sql", "V2__change_counter_and_tenant_configuration.sql");

    private static final Migrations MIGRATIONS = new Migrations(Schema.class, SCRIPTS);

    /** The value of a header nobody has written to; set while migrations run, so that a crash leaves no mark. */
    private static final int UNMARKED = 0;

    private Schema() {}

    /** @throws KmsException when the file is not a database of ours, its history is not in order, or the disk fails */
    static void bringUpToDate(DataSource writer, SqliteDialect dialect) {
        int current = MIGRATIONS.fingerprint();
        try {
            if (mark(writer) == current) {
                return;
            }
            mark(writer, UNMARKED);
            MIGRATIONS.apply(writer, Optional.empty(), dialect);
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
