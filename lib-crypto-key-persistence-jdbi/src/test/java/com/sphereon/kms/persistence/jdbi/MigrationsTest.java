package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.UnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class MigrationsTest {
    private static final int SQLITE_CANTOPEN = 14;
    /** CRC-32 of name, line break, content, line break; computed elsewhere. */
    private static final int FINGERPRINT_OF_V1 = -1450090421;

    @TempDir
    Path directory;

    private final FakeDialect dialect = new FakeDialect();
    private final SQLiteDataSource source = new SQLiteDataSource();

    @BeforeEach
    void nameFile() {
        source.setUrl("jdbc:sqlite:" + directory.resolve("test.db"));
    }

    @Test
    void apply_newDatabase_allInOrder() throws SQLException {
        apply("V1__thing.sql", "V2__more_things.sql");

        run("insert into thing (id, name) values (1, 'one')");
        assertThat(text("select group_concat(version || success) from flyway_schema_history"))
                .isEqualTo("11,21");
    }

    @Test
    void apply_olderDatabase_onlyWhatIsNew() throws SQLException {
        apply("V1__thing.sql");
        run("insert into thing (id) values (1)");

        apply("V1__thing.sql", "V2__more_things.sql");
        apply("V1__thing.sql", "V2__more_things.sql");

        assertThat(text("select count(*) from thing where name is null")).isEqualTo("1");
        assertThat(text("select count(*) from flyway_schema_history")).isEqualTo("2");
    }

    @Test
    void apply_brokenScript_refusedAndTakenBack() throws SQLException {
        apply("V1__thing.sql");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> apply("V1__thing.sql", "V2__broken.sql"))
                    .withMessage("A migration of the database failed; the log says why");
        }
        assertThat(text("select count(*) from sqlite_schema where name = 'half'"))
                .isEqualTo("0");
        apply("V1__thing.sql", "V2__more_things.sql");
    }

    @Test
    void apply_scriptAppliedByNewerProgram_refused() throws SQLException {
        apply("V1__thing.sql", "V2__more_things.sql");

        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> apply("V1__thing.sql"))
                .withMessageStartingWith("Migration 2 (more things) of the database was applied by a newer version");
    }

    @Test
    void apply_otherScriptOfSameVersion_refused() throws SQLException {
        apply("V1__thing.sql", "V2__more_things.sql");

        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> apply("V1__thing.sql", "V2__broken.sql"))
                .withMessageStartingWith("Migration 2 (more things) of the database is not the one that was applied");
    }

    @Test
    void apply_databaseOutOfReach_unavailable() {
        dialect.failures.put(SQLITE_CANTOPEN, Failure.UNREACHABLE);
        source.setUrl("jdbc:sqlite:file:" + directory.resolve("missing/test.db"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> apply("V1__thing.sql"))
                .withMessage("The database cannot be reached");
    }

    @Test
    void construct_scriptMissing_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> migrations("V3__missing.sql"))
                .withMessageContaining("V3__missing.sql");
    }

    /** It is kept in databases, so it must not differ from one build or Java to the next. */
    @Test
    void fingerprint_sameScripts_sameForEver() {
        assertThat(migrations("V1__thing.sql").fingerprint()).isEqualTo(FINGERPRINT_OF_V1);
        assertThat(migrations("V1__thing.sql", "V2__more_things.sql").fingerprint())
                .isNotEqualTo(FINGERPRINT_OF_V1);
        assertThat(migrations("V2__more_things.sql").fingerprint()).isNotEqualTo(FINGERPRINT_OF_V1);
    }

    private void apply(String... scripts) {
        migrations(scripts).apply(source, Optional.empty(), dialect);
    }

    private static Migrations migrations(String... scripts) {
        return new Migrations(MigrationsTest.class, "migration", List.of(scripts));
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
