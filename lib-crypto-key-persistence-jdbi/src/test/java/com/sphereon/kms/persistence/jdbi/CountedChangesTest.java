package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which writes others can see by the counter. */
class CountedChangesTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");

    @TempDir
    Path directory;

    private JdbiPersistence persistence;
    private Jdbi database;

    @BeforeEach
    void open() {
        SchemaPerTenantDialect dialect = SchemaPerTenantDialect.dialect(directory);
        persistence = new JdbiPersistence(
                dialect, new ConnectionPools(dialect.pool(), dialect.pool()), new Settings(Map.of()));
        database = Jdbi.create(dialect.pool());
        KeyReferences.of(TENANT, "first").insertedInto(persistence.keyReferences());
        KeyReferences.of(OTHER, "first").insertedInto(persistence.keyReferences());
    }

    @AfterEach
    void close() {
        persistence.close();
    }

    private int changes() {
        return database.withHandle(handle -> handle.select("select changes from tenant_acme.change_counter")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void changes_keysAndProperties_oneForEachTransaction() {
        KeyReferenceStore keys = persistence.keyReferences();
        KeyReference one = KeyReferences.of(TENANT, "one").insertedInto(keys);
        KeyReference two = KeyReferences.of(TENANT, "two").insertedInto(keys);
        assertThat(changes()).isEqualTo(3);

        keys.update(List.of(one.deleting(KeyReferences.later(1)), two.deleting(KeyReferences.later(1))));
        assertThat(changes()).isEqualTo(4);
        keys.update(List.of());
        assertThat(changes()).isEqualTo(4);

        ConfigProperty property = ConfigProperty.created(TENANT, "key", "value", KeyReferences.CREATED);
        persistence.tenantConfiguration().insert(property);
        persistence.tenantConfiguration().delete(property);
        assertThat(changes()).isEqualTo(6);
    }

    @Test
    void changes_requestsThatMayBeRepeated_none() {
        IdempotencyStore requests = persistence.idempotency();
        IdempotencyRecord begun =
                IdempotencyRecord.begun(TENANT, "id", "print", UUID.randomUUID(), KeyReferences.CREATED);
        requests.insert(begun);
        IdempotencyRecord again = begun.begunAgain(UUID.randomUUID(), KeyReferences.later(1));
        requests.update(again);
        requests.delete(again);
        requests.insert(begun);

        assertThat(requests.deleteCreatedBefore(TENANT, KeyReferences.later(1).at()))
                .isEqualTo(1);
        assertThat(changes()).isEqualTo(1);
    }

    /** One transaction counts for one tenant, so the other's replicas would not see what was done to it. */
    @Test
    void update_referencesOfTwoTenants_refusedAndNothingWritten() {
        KeyReferenceStore keys = persistence.keyReferences();
        KeyReference ours = KeyReferences.of(TENANT, "key").insertedInto(keys);
        KeyReference theirs = KeyReferences.of(OTHER, "key").insertedInto(keys);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.update(
                        List.of(ours.deleting(KeyReferences.later(1)), theirs.deleting(KeyReferences.later(1)))));
        assertThat(keys.findById(TENANT, ours.id())).contains(ours);
        assertThat(keys.findById(OTHER, theirs.id())).contains(theirs);
    }
}
