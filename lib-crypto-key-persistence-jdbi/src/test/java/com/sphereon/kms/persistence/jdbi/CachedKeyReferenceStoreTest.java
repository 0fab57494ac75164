package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, here and there, with one database and a clock each. */
class CachedKeyReferenceStoreTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final KeyAlias ALIAS = new KeyAlias("key");
    private static final int MAX_KEYS = 100;

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private ConnectionPools pools;
    private KeyReferenceStore here;
    private KeyReferenceStore there;

    @BeforeEach
    void openTwice() {
        SchemaPerTenantDialect dialect = SchemaPerTenantDialect.dialect(directory);
        pools = new ConnectionPools(dialect.pool(), dialect.pool());
        PreparedTenants tenants = new PreparedTenants(dialect);
        here = store(dialect, tenants);
        there = store(dialect, tenants);
    }

    private KeyReferenceStore store(Dialect dialect, PreparedTenants tenants) {
        DatabaseAccess access = new DatabaseAccess(pools, dialect);
        TenantTables tables = new TenantTables(access, dialect, tenants);
        RecentChanges changes = new RecentChanges(new ChangeCounter(tables)::read, nanos::get);
        return new CachedKeyReferenceStore(new JdbiKeyReferenceStore(tables), changes, MAX_KEYS, nanos::get);
    }

    @AfterEach
    void close() {
        pools.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static List<KeyReference> versions(KeyReferenceStore store) {
        return store.findByAlias(TENANT, ALIAS).map(Key::versions).orElse(List.of());
    }

    private KeyReference keyKnownThere() {
        KeyReference live = KeyReferences.of(TENANT, "key").kid("kid").insertedInto(here);
        assertThat(versions(there)).containsExactly(live);
        assertThat(there.findByKid(TENANT, live.kid())).containsExactly(live);
        return live;
    }

    private KeyReference deletingHere(KeyReference live) {
        KeyReference deleting = live.deleting(KeyReferences.later(1));
        here.update(deleting);
        return deleting;
    }

    @Test
    void find_changedElsewhereJustNow_fromMemory() {
        KeyReference live = keyKnownThere();
        deletingHere(live);
        pass(RecentChanges.MAX_AGE.minusMillis(1));

        assertThat(versions(there)).containsExactly(live);
        assertThat(there.findByKid(TENANT, live.kid())).containsExactly(live);
    }

    @Test
    void find_changedElsewhereAMomentAgo_asStored() {
        KeyReference deleting = deletingHere(keyKnownThere());
        pass(RecentChanges.MAX_AGE);

        assertThat(versions(there)).containsExactly(deleting);
        assertThat(there.findByKid(TENANT, deleting.kid())).containsExactly(deleting);
    }

    @Test
    void isCurrent_changedElsewhereJustNow_false() {
        KeyReference live = keyKnownThere();
        KeyReference deleting = deletingHere(live);

        assertThat(there.isCurrent(live)).isFalse();
        assertThat(versions(there)).containsExactly(deleting);
    }

    @Test
    void isCurrent_otherKeyOfTenantChangedElsewhere_true() {
        KeyReference live = keyKnownThere();
        KeyReferences.of(TENANT, "other").insertedInto(here);

        assertThat(there.isCurrent(live)).isTrue();
    }

    /** As a backup that is restored does: the counter is what it was before, the rows are not. */
    @Test
    void find_rowsChangedBehindTheCounter_asStoredAfterAMinute() {
        keyKnownThere();
        Jdbi.create(pools.writers()).useHandle(handle -> handle.execute("delete from tenant_acme.key_reference"));

        pass(Duration.ofSeconds(59));
        assertThat(versions(there)).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(versions(there)).isEmpty();
    }

    @Test
    void find_databaseGone_fromMemoryForAMomentAndRefusedThen() {
        KeyReference live = keyKnownThere();
        pools.close();

        assertThat(versions(there)).containsExactly(live);
        pass(RecentChanges.MAX_AGE);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> versions(there));
    }

    /** Nobody can tell whether the key was revoked meanwhile, so nothing is signed with it. */
    @Test
    void isCurrent_databaseGone_refused() {
        KeyReference live = keyKnownThere();
        pools.close();

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> there.isCurrent(live));
    }

    @Test
    void find_moreKeysThanAreRemembered_allFound() {
        for (int i = 0; i < 3 * MAX_KEYS; i++) {
            KeyReferences.of(TENANT, "key-" + i).insertedInto(here);
        }
        for (int i = 0; i < 3 * MAX_KEYS; i++) {
            assertThat(there.findByAlias(TENANT, new KeyAlias("key-" + i))).isPresent();
        }
    }
}
