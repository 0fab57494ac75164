package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.spi.Settings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    @TempDir
    Path dataDirectory;

    @Test
    void open_again_leavesTheHistoryAlone() {
        open();
        String first = sqlite().text("select group_concat(installed_rank || version || installed_on || success)"
                + " from flyway_schema_history");
        open();

        assertThat(sqlite().text("select group_concat(installed_rank || version || installed_on || success)"
                        + " from flyway_schema_history"))
                .isEqualTo(first)
                .startsWith("11");
    }

    @Test
    void open_crashedBeforeTheMark_marksAgain() {
        open();
        String mark = sqlite().text("pragma user_version");
        sqlite().run("pragma user_version = 0");
        open();

        assertThat(sqlite().text("pragma user_version")).isEqualTo(mark).isNotEqualTo("0");
    }

    @Test
    void open_changedMigration_refused() {
        open();
        sqlite().run("update flyway_schema_history set checksum = checksum + 1");

        assertRefused(
                "Migration 1 (key reference) of the database is not the one that was applied; start the program it"
                        + " was applied by");
    }

    @Test
    void open_halfDoneMigration_refused() {
        open();
        sqlite().run("update flyway_schema_history set success = 0");

        assertRefused("Migration 1 (key reference) of the database was applied only in part; restore the backup from"
                + " before the upgrade");
    }

    @Test
    void open_newerMigration_refused() {
        open();
        sqlite().run("insert into flyway_schema_history select 9, '9', 'more', type, 'V9__more.sql', 7, installed_by,"
                + " installed_on, execution_time, 1 from flyway_schema_history where version = '1'");

        assertRefused("Migration 9 (more) of the database was applied by a newer version of this program; start that"
                + " one, or restore the backup from before the upgrade");
    }

    @Test
    void open_tablesOfOthers_refused() {
        sqlite().run("create table theirs (id integer)");

        assertRefused("The database holds tables that are not ours; name another one, or an empty one");
    }

    @Test
    void open_noDatabase_refused() throws IOException {
        Files.writeString(dataDirectory.resolve("kms.db"), "not a database ".repeat(1000));

        assertRefused("The database is damaged, or is no database; restore a backup");
        assertThat(dataDirectory.resolve("kms.db")).content().startsWith("not a database ");
    }

    /** What is left out of the list is never applied, and nothing else would notice. */
    @Test
    void migrations_inTheFolder_areAllListed() throws IOException, URISyntaxException {
        for (Schema schema : Schema.values()) {
            Path folder = Path.of(Schema.class.getResource(schema.folder()).toURI());
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()).sorted())
                        .containsExactlyElementsOf(schema.scripts());
            }
        }
    }

    @Test
    void openPlatform_againAndAgain_tablesThatKeepTheirRules() {
        EmbeddedPersistenceFactory factory = new EmbeddedPersistenceFactory();
        factory.openPlatform(new Settings(Map.of()), dataDirectory).close();
        factory.openPlatform(new Settings(Map.of()), dataDirectory).close();
        Sqlite platform = new Sqlite(dataDirectory.resolve("platform.db"));

        platform.run("insert into kms_provider (id, provider_id, type, display_name, ownership, owner_tenant_id,"
                + " created_at, updated_at, revision) values ('1', 'aws-eu', 'aws_kms', 'AWS', 'platform', '',"
                + " '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z', 0)");
        String aws = "insert into kms_provider_aws_kms (kms_provider_id, region, credential_mode, access_key_id,"
                + " secret_access_key) values ('1', 'eu-west-1', 'access_key', 'env:ID', '%s')";
        assertThatThrownBy(() -> platform.run(aws.formatted("AKIA0123456789")));
        platform.run(aws.formatted("file:/run/secrets/aws"));
    }

    /** As if this program had come with other migrations than the one that ran last. */
    private void assertRefused(String sentence) {
        if (Files.notExists(dataDirectory.resolve("kms.db")) || isDatabase()) {
            sqlite().run("pragma user_version = 12345");
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(this::open)
                    .withMessage(sentence);
        }
    }

    private boolean isDatabase() {
        try {
            return Files.readString(dataDirectory.resolve("kms.db"), StandardCharsets.ISO_8859_1)
                    .startsWith("SQLite format 3");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Sqlite sqlite() {
        return new Sqlite(dataDirectory.resolve("kms.db"));
    }

    private void open() {
        new EmbeddedPersistenceFactory()
                .open(new Settings(Map.of()), dataDirectory)
                .close();
    }
}
