package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedFailureTest {
    private static final TenantId TENANT = new TenantId("acme");

    @TempDir
    Path directory;

    private ConnectionPools pools;
    private Persistence persistence;
    private KeyReferenceStore store;
    private KeyReference stored;

    @BeforeEach
    void open() {
        pools = SqliteConnections.open(DatabaseFile.create("path", directory.resolve("kms.db")), new SqliteDialect());
        Schema.TENANTS.bringUpToDate(pools.writers(), new SqliteDialect());
        persistence = new JdbiPersistence(new SqliteDialect(), pools, new Settings(Map.of()));
        store = persistence.keyReferences();
        stored = KeyReferences.of(TENANT, "key").insertedInto(store);
    }

    @AfterEach
    void close() {
        persistence.close();
    }

    @Test
    void insert_diskFull_unavailableAndNothingWritten() throws SQLException {
        onWriter("pragma max_page_count = 1");
        String alias = insertUntilRefused("The database cannot use its disk");

        assertThat(store.findByAlias(TENANT, new KeyAlias(alias))).isEmpty();
        assertThat(store.findByAlias(TENANT, new KeyAlias("key"))).isPresent();
        assertThat(persistence.health()).isEqualTo(new Health.Up());

        onWriter("pragma max_page_count = 1000000");
        KeyReference later = KeyReferences.of(TENANT, alias).insertedInto(store);
        assertThat(store.findByAlias(TENANT, new KeyAlias(alias)).orElseThrow().versions())
                .containsExactly(later);
        assertThat(new Sqlite(directory.resolve("kms.db")).text("pragma integrity_check"))
                .isEqualTo("ok");
    }

    @Test
    void insert_fileLockedByOthersForTooLong_unavailableAndFineAfterwards() throws SQLException {
        try (Connection other = new Sqlite(directory.resolve("kms.db")).connect();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("begin immediate");

            assertUnavailable(() -> store.insert(KeyReferences.live(TENANT, "new")), "The database is too busy");
            assertThat(store.list(TENANT, Optional.empty())).containsExactly(stored);
            statement.executeUpdate("rollback");
        }

        KeyReference later = KeyReferences.of(TENANT, "new").insertedInto(store);
        assertThat(store.list(TENANT, Optional.empty())).containsExactly(stored, later);
    }

    @Test
    void anyCall_afterClosing_unavailable() {
        persistence.close();

        assertUnavailable(() -> store.insert(KeyReferences.live(TENANT, "new")), "The database cannot be reached");
        assertUnavailable(
                () -> store.update(stored.deleting(KeyReferences.later(1))), "The database cannot be reached");
        assertUnavailable(() -> store.list(TENANT, Optional.empty()), "The database cannot be reached");
        assertUnavailable(() -> store.findUnfinished(KeyReferences.CREATED.at()), "The database cannot be reached");
    }

    @Test
    void anyCall_tableMissing_integrityAndHealthDown() throws SQLException {
        onWriter("alter table key_reference rename to gone");

        assertDamaged(() -> store.list(TENANT, Optional.empty()), "The database is not as it should be");
        assertDamaged(() -> store.insert(KeyReferences.live(TENANT, "new")), "The database is not as it should be");
        assertThat(persistence.health()).isEqualTo(new Health.Down("The database is not as it should be"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias = ''",
                "alias = 'with space'",
                "version = 0",
                "kid = ''",
                "provider_id = 'X'",
                "provider_key_id = null",
                "origin = 'unknown'",
                "key_type = 'DSA'",
                "key_type = null",
                "key_type = 'RSA'",
                "key_size = 'P-257'",
                "key_size = '256'",
                "key_use = 'enc'",
                "key_operations = ''",
                "key_operations = 'sign,,verify'",
                "key_operations = 'SIGN'",
                "key_operations = 'encrypt'",
                "signature_algorithm = null",
                "signature_algorithm = 'ES256'",
                "signature_algorithm = 'ECDSA_SHA384'",
                "public_key_jwk = ''",
                "public_key_jwk = '{}'",
                "public_key_jwk = '[]'",
                "public_key_jwk = public_key_jwk || 'x'",
                "public_key_jwk = replace(public_key_jwk, '\"kty\":\"EC\"', '\"kty\":1')",
                "public_key_jwk = replace(public_key_jwk, 'P-256', 'P-384')",
                "certificate_chain = '{}'",
                "certificate_chain = '[1]'",
                "certificate_chain = '[\"a\"'",
                "progress = 'creating'",
                "state = ''",
                "created_at = '2026-01-02 03:04:05.678901Z'",
                "updated_at = '2026-13-02T03:04:05.678901Z'",
                "created_by_id = null"
            })
    void find_damagedRow_integrityNamingTheRow(String damage) throws SQLException {
        onWriter("pragma ignore_check_constraints = on");
        onWriter("update key_reference set " + damage);

        assertDamaged(
                () -> {
                    store.list(TENANT, Optional.empty());
                    store.findByAlias(TENANT, stored.name().alias());
                },
                "stored key reference " + stored.id() + " is damaged");
    }

    /** One tenant's damage keeps nobody else from being helped. */
    @Test
    void findUnfinished_damagedRow_thoseOfOtherTenants() throws SQLException {
        KeyReference unfinished = KeyReferences.creating(new TenantId("other"), "key");
        store.insert(unfinished);
        onWriter("pragma ignore_check_constraints = on");
        onWriter("update key_reference set progress = 'creating' where tenant_id = '" + TENANT + "'");

        assertThat(store.findUnfinished(KeyReferences.later(3600).at())).containsExactly(unfinished);
    }

    @Test
    void find_damagedId_integrityWithoutTheId() throws SQLException {
        onWriter("update key_reference set id = 'zzz' || char(10)");

        assertDamaged(
                () -> store.list(TENANT, Optional.empty()), "stored key reference (with a damaged id) is damaged");
    }

    /** What a tool might write, the table itself refuses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias = ''",
                "version = 0",
                "version = 'one'",
                "origin = 'MANAGED'",
                "control_mode = 'x'",
                "progress = 'gone'",
                "progress = 'deleted'",
                "progress = 'creating'",
                "state = 'ACTIVE'",
                "kid = null",
                "deleted_at = updated_at",
                "updated_at = '2026'",
                "revision = -1",
                "tenant_id = null"
            })
    void update_nonsensePastUs_refusedByTheTable(String nonsense) {
        assertThatThrownBy(() -> onWriter("update key_reference set " + nonsense))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("SQLITE_CONSTRAINT");
    }

    private String insertUntilRefused(String sentence) {
        for (int i = 0; i < 1000; i++) {
            String alias = "new-" + i;
            try {
                store.insert(KeyReferences.live(TENANT, alias));
            } catch (UnavailableException e) {
                assertThat(e).hasMessage(sentence);
                return alias;
            }
        }
        throw new AssertionError("the disk never got full");
    }

    private void onWriter(String sql) throws SQLException {
        try (Connection connection = pools.writers().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertUnavailable(Runnable call, String sentence) {
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(call::run)
                .withMessage(sentence)
                .satisfies(e -> assertThat(e.retryAfter()).isPositive());
    }

    private static void assertDamaged(Runnable call, String sentence) {
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(call::run)
                .withMessage(sentence);
    }
}
