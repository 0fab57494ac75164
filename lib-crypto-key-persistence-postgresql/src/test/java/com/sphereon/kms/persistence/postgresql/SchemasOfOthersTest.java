package com.sphereon.kms.persistence.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may make schemas in our database can neither have us run their SQL nor keep us from our work. */
class SchemasOfOthersTest {
    private static final List<String> THEIRS = List.of(
            "tenant_',''; create schema kms_injected; --",
            "tenant_\" ; create schema kms_injected; --",
            "tenant_A",
            "tenant_archive",
            "tenant_a__b");

    private final TestServer server = TestDatabases.postgresql();
    private final TenantId tenant = KeyReferences.freshTenant();

    @TempDir
    Path directory;

    private static String quoted(String schema) {
        return '"' + schema.replace("\"", "\"\"") + '"';
    }

    @BeforeEach
    void makeSchemas() {
        for (String schema : THEIRS) {
            server.run(
                    "create schema " + quoted(schema),
                    "create table " + quoted(schema) + ".key_reference ("
                            + (schema.equals("tenant_archive") ? "id integer)" : "tenant_id text, progress text)"),
                    "create table " + quoted(schema) + ".rotation (tenant_id text, phase text)",
                    schema.equals("tenant_archive")
                            ? "select 1"
                            : "insert into " + quoted(schema) + ".key_reference values ('a--b', 'creating')");
        }
    }

    @AfterEach
    void dropSchemas() {
        THEIRS.forEach(schema -> server.run("drop schema " + quoted(schema) + " cascade"));
        server.run("drop schema if exists kms_injected");
    }

    @Test
    void tenantsWithDueWork_withSchemasThatOnlyLookLikeOurs_findsOursAndRunsNothingOfTheirs() {
        try (Persistence database = new PostgresqlPersistenceFactory().open(Server.settings(directory), directory)) {
            Instant now = KeyReferences.later(60).at();
            KeyReferences.of(tenant, "key")
                    .lifecycle(Lifecycle.active(KeyReferences.CREATED)
                            .destructionPlanned(KeyReferences.later(1), Optional.empty(), now))
                    .insertedInto(database.keyReferences());

            assertThat(database.tenantsWithDueWork(now)).contains(tenant);
        }
        assertThat(server.text("select count(*) from pg_namespace where nspname = 'kms_injected'"))
                .isEqualTo("0");
    }

    @Test
    void findUnfinished_withSchemasThatOnlyLookLikeOurs_findsOursAndRunsNothingOfTheirs() {
        try (Persistence database = new PostgresqlPersistenceFactory().open(Server.settings(directory), directory)) {
            KeyReference creating = KeyReferences.creating(tenant, "key");
            database.keyReferences().insert(creating);

            assertThat(database.keyReferences().findUnfinished(Instant.parse("9999-01-01T00:00:00Z")))
                    .contains(creating);
        }
        assertThat(server.text("select count(*) from pg_namespace where nspname = 'kms_injected'"))
                .isEqualTo("0");
    }
}
