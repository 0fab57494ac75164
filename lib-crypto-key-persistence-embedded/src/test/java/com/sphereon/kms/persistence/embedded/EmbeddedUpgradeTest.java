package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.Migrations;
import com.sphereon.kms.testkit.persistence.EarlierRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier version wrote is there after an upgrade, unchanged. */
class EmbeddedUpgradeTest {
    private static final List<String> SCRIPTS_BEFORE =
            List.of("V1__key_reference.sql", "V2__change_counter_and_tenant_configuration.sql");

    @TempDir
    Path directory;

    private Sqlite sqlite;

    @BeforeEach
    void fillAsBefore() {
        SqliteDialect dialect = new SqliteDialect();
        DatabaseFile file = DatabaseFile.create("path", directory.resolve("kms.db"));
        Migrations before = new Migrations(Schema.class, "migration", SCRIPTS_BEFORE);
        try (ConnectionPools pools = SqliteConnections.open(file, dialect)) {
            before.apply(pools.writers(), Optional.empty(), dialect);
        }
        sqlite = new Sqlite(file.path());
        sqlite.run("pragma user_version = " + before.fingerprint());
        assertThat(sqlite.text("select count(*) from sqlite_master where name = 'key_lifecycle'"))
                .isEqualTo("0");
        sqlite.run("insert into change_counter (tenant_id, changes) values ('acme', 0)");
        EarlierRows.statements("", iso -> "'" + iso + "'").forEach(sqlite::run);
    }

    private Persistence open() {
        return new EmbeddedPersistenceFactory().open(new Settings(Map.of()), directory);
    }

    @Test
    void open_databaseOfTheVersionBefore_rowsAreAsTheyWere() {
        for (int time = 0; time < 3; time++) {
            try (Persistence persistence = open()) {
                EarlierRows.assertRead(persistence);
            }
        }
        assertThat(sqlite.text("select count(*) from key_lifecycle")).isEqualTo("0");
        assertThat(sqlite.text("select changes from change_counter")).isEqualTo("41");
        assertThat(sqlite.text("select value_type from tenant_config_property")).isEqualTo("duration");
    }

    @Test
    void open_databaseOfTheVersionBefore_canBeWrittenTo() {
        try (Persistence persistence = open()) {
            EarlierRows.assertUsable(persistence);
        }
        assertThat(sqlite.text("select count(*) from key_lifecycle")).isEqualTo("1");
        assertThat(sqlite.text("select changes from change_counter")).isEqualTo("48");
    }
}
