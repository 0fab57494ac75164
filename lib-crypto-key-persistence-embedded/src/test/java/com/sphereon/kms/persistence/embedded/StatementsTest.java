package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.core.spi.TenantConfigStore;
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to the database by everything the store can do. */
class StatementsTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final String ALL_TENANTS =
            "select distinct tenant_id from key_reference where progress in ('creating', 'deleting')";

    /** What is asked for whole, and unfinished rotations, which have an index of their own. */
    private static final String LISTS =
            "select .*(order by property_key|order by alias|from kms_provider_integration where tenant_id = \\?)";

    private static final KeyAlias ALIAS = new KeyAlias("key");
    private static final Instant NOW = KeyReferences.later(60).at();

    @TempDir
    Path directory;

    private Path file;
    private Set<String> statements;

    @BeforeEach
    void doEverything() {
        file = DatabaseFile.create("path", directory.resolve("kms.db")).path();
        RecordingDataSource source;
        try (ConnectionPools pools = SqliteConnections.open(new DatabaseFile(file), new SqliteDialect())) {
            Schema.TENANTS.bringUpToDate(pools.writers(), new SqliteDialect());
            source = new RecordingDataSource(pools.writers());
            HikariDataSource recorded = new HikariDataSource(ConnectionPools.settings("recorded", source, 1));
            try (var persistence = new JdbiPersistence(
                    new SqliteDialect(), new ConnectionPools(recorded, recorded), new Settings(Map.of()))) {
                doEverything(persistence.keyReferences());
                doEverythingElse(persistence);
            }
        }
        statements = source.statements();
    }

    private static void doEverything(KeyReferenceStore store) {
        KeyReference live = KeyReferences.of(TENANT, "key").insertedInto(store);
        store.update(live.deleting(KeyReferences.later(1)));
        store.findById(TENANT, live.id());
        store.findDeleted(TENANT, "unknown");
        store.listPublished(TENANT, NOW);
        store.findDueDestructions(TENANT, NOW);
        store.findByAlias(TENANT, ALIAS);
        store.findByKid(TENANT, new Kid("kid"));
        assertThat(store.isCurrent(live)).isFalse();
        store.list(TENANT, Optional.empty());
        store.list(TENANT, Optional.of(live.provider()));
        assertThat(store.findUnfinished(KeyReferences.later(60).at())).hasSize(1);
    }

    private static void doEverythingElse(Persistence persistence) {
        persistence.tenantsWithDueWork(NOW);
        TenantConfigStore properties = persistence.tenantConfiguration();
        ConfigProperty property = ConfigProperty.created(TENANT, "key", "value", KeyReferences.CREATED);
        properties.insert(property);
        properties.update(property.with("other", KeyReferences.CREATED));
        properties.delete(property.with("other", KeyReferences.CREATED));
        properties.list(TENANT);
        persistence.providerIntegrations().list(TENANT);
        RotationStore rotations = persistence.rotations();
        rotations.find(TENANT, UUID.randomUUID());
        rotations.list(TENANT, ALIAS);
        rotations.findDue(TENANT, NOW);
        rotations.listUnfinished(TENANT);
        RotationPolicyStore policies = persistence.rotationPolicies();
        policies.find(TENANT, ALIAS);
        policies.list(TENANT);
        policies.findDue(TENANT, NOW);
        persistence.idempotency().find(TENANT, "id");
        persistence.idempotency().deleteCreatedBefore(TENANT, NOW);
    }

    @Test
    void statements_all_nameTheTenant() {
        assertThat(statements).hasSize(35).contains(ALL_TENANTS);
        assertThat(statements)
                .filteredOn(sql -> !sql.equals(ALL_TENANTS) && !sql.startsWith("insert") && !isDueWork(sql))
                .hasSize(29)
                .allSatisfy(sql -> assertThat(sql).containsPattern("where ([rl]\\.)?tenant_id = \\?"));
        assertThat(statements)
                .filteredOn(StatementsTest::isDueWork)
                .singleElement()
                .satisfies(sql ->
                        assertThat(sql.split("tenant_id = c\\.tenant_id", -1)).hasSize(4));
        // Each of the four parts of one statement; the first has another inside it.
        assertThat(statements)
                .filteredOn(sql -> sql.contains("union all"))
                .singleElement()
                .satisfies(sql -> assertThat(sql.split("tenant_id = \\?", -1)).hasSize(6));
    }

    @Test
    void statements_all_findTheirRowsByAnIndex() throws SQLException {
        for (String sql : statements) {
            assertThat(plan(sql))
                    .as(sql)
                    .allSatisfy(
                            step -> assertThat(step)
                                    .doesNotContain("TEMP B-TREE")
                                    .doesNotMatch(
                                            "SCAN (?!c$|c USING|key_reference USING (COVERING )?INDEX key_reference_unfinished).*"));
        }
    }

    /** Looking at all keys of the tenant is for those who want all of them. */
    @Test
    void statements_thatDoNotList_lookAtFewRowsOfTheTenant() throws SQLException {
        List<String> finding = statements.stream()
                .filter(sql -> !sql.contains("progress = 'live' order by") && !sql.startsWith("insert"))
                // Verifiers are told most keys of a tenant.
                .filter(sql -> !sql.contains("r.key_use = 'sig'"))
                .filter(sql -> !sql.matches(LISTS))
                // One row for each tenant.
                .filter(sql -> !sql.contains("change_counter"))
                .toList();

        assertThat(finding).hasSize(21);
        for (String sql : finding) {
            assertThat(plan(sql)).as(sql).noneMatch(step -> step.endsWith("(tenant_id=?)"));
        }
    }

    private static boolean isDueWork(String sql) {
        return sql.contains("from change_counter c");
    }

    private List<String> plan(String sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Connection connection = new Sqlite(file).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("explain query plan " + sql)) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        }
        return steps;
    }
}
