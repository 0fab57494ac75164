package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.TenantConfigStore;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, here and there, with one database, and what each remembers of keys and properties. */
class CachedTenantConfigStoreTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final ConfigProperty PROPERTY =
            ConfigProperty.created(TENANT, "key", "value", KeyReferences.CREATED);
    private static final ConfigProperty CHANGED = PROPERTY.with("other", KeyReferences.later(1));

    /** Both stores of one replica, over the counter they share. */
    private record Replica(KeyReferenceStore keys, TenantConfigStore configuration) {

        List<ConfigProperty> properties() {
            return configuration.list(TENANT);
        }

        List<KeyReference> versions() {
            return keys.findByAlias(TENANT, new KeyAlias("key"))
                    .map(Key::versions)
                    .orElse(List.of());
        }
    }

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private ConnectionPools pools;
    private Replica here;
    private Replica there;
    private KeyReference key;

    @BeforeEach
    void openTwiceAndRememberEverythingThere() {
        SchemaPerTenantDialect dialect = SchemaPerTenantDialect.dialect(directory);
        pools = new ConnectionPools(dialect.pool(), dialect.pool());
        PreparedTenants tenants = new PreparedTenants(dialect);
        here = replica(dialect, tenants);
        there = replica(dialect, tenants);
        key = KeyReferences.of(TENANT, "key").insertedInto(here.keys);
        here.configuration.insert(PROPERTY);
        assertThat(there.versions()).containsExactly(key);
        assertThat(there.properties()).containsExactly(PROPERTY);
    }

    private Replica replica(Dialect dialect, PreparedTenants tenants) {
        TenantTables tables = new TenantTables(new DatabaseAccess(pools, dialect), dialect, tenants);
        RecentChanges changes = new RecentChanges(new ChangeCounter(tables)::read, nanos::get);
        return new Replica(
                new CachedKeyReferenceStore(new JdbiKeyReferenceStore(tables), changes, 100, nanos::get),
                new CachedTenantConfigStore(new JdbiTenantConfigStore(tables), changes, nanos::get));
    }

    @AfterEach
    void close() {
        pools.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void list_changedElsewhereJustNow_fromMemory() {
        here.configuration.update(CHANGED);
        pass(RecentChanges.MAX_AGE.minusNanos(1));

        assertThat(there.properties()).containsExactly(PROPERTY);
    }

    @Test
    void list_changedElsewhereAMomentAgo_asStored() {
        here.configuration.update(CHANGED);
        pass(RecentChanges.MAX_AGE);

        assertThat(there.properties()).containsExactly(CHANGED);
    }

    @Test
    void list_everyOwnWrite_seenAtOnce() {
        there.configuration.update(CHANGED);
        assertThat(there.properties()).containsExactly(CHANGED);
        there.configuration.delete(CHANGED);
        assertThat(there.properties()).isEmpty();
        there.configuration.insert(PROPERTY);
        assertThat(there.properties()).containsExactly(PROPERTY);
    }

    /** This is the way of a signature: it asks once, and the next one is served from memory. */
    @Test
    void listAndFind_afterIsCurrentAndNothingChanged_fromMemory() {
        pass(RecentChanges.MAX_AGE);
        assertThat(there.keys.isCurrent(key)).isTrue();
        pools.close();

        pass(RecentChanges.MAX_AGE.minusNanos(1));
        assertThat(there.properties()).containsExactly(PROPERTY);
        assertThat(there.versions()).containsExactly(key);
        pass(Duration.ofNanos(1));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(there::properties);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(there::versions);
    }

    @Test
    void listAndFind_afterIsCurrentAndPropertyChangedElsewhere_asStored() {
        here.configuration.update(CHANGED);

        assertThat(there.properties()).containsExactly(PROPERTY);
        assertThat(there.keys.isCurrent(key)).isTrue();
        assertThat(there.properties()).containsExactly(CHANGED);
        assertThat(there.versions()).containsExactly(key);
    }

    @Test
    void listAndFind_afterIsCurrentAndKeyChangedElsewhere_asStored() {
        KeyReference deleting = key.deleting(KeyReferences.later(1));
        here.keys.update(deleting);

        assertThat(there.keys.isCurrent(key)).isFalse();
        assertThat(there.versions()).containsExactly(deleting);
        assertThat(there.properties()).containsExactly(PROPERTY);
    }

    @Test
    void list_keyWrittenByOurselves_propertyChangedElsewhereIsSeen() {
        here.configuration.update(CHANGED);
        KeyReferences.of(TENANT, "another").insertedInto(there.keys);

        assertThat(there.properties()).containsExactly(CHANGED);
    }

    @Test
    void find_propertyWrittenByOurselves_keyChangedElsewhereIsSeen() {
        KeyReference deleting = key.deleting(KeyReferences.later(1));
        here.keys.update(deleting);
        there.configuration.update(CHANGED);

        assertThat(there.versions()).containsExactly(deleting);
    }

    @Test
    void find_propertyReadAnew_keyChangedElsewhereIsSeenToo() {
        KeyReference deleting = key.deleting(KeyReferences.later(1));
        here.keys.update(deleting);
        pass(RecentChanges.MAX_AGE);
        assertThat(there.properties()).containsExactly(PROPERTY);
        pass(RecentChanges.MAX_AGE.minusNanos(1));

        assertThat(there.versions()).containsExactly(deleting);
    }

    @Test
    void update_refused_nextListAsStored() {
        here.configuration.update(CHANGED);

        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> there.configuration.update(CHANGED));
        assertThat(there.properties()).containsExactly(CHANGED);
    }

    @Test
    void list_nothingSet_rememberedAsWell() {
        there.configuration.delete(PROPERTY);
        assertThat(there.properties()).isEmpty();
        assertThat(there.keys.isCurrent(key)).isTrue();
        pools.close();

        assertThat(there.properties()).isEmpty();
    }

    @Test
    void list_rowsChangedBehindTheCounter_asStoredAfterAMinute() {
        Jdbi.create(pools.writers())
                .useHandle(handle -> handle.execute("delete from tenant_acme.tenant_config_property"));

        pass(Duration.ofSeconds(59));
        assertThat(there.properties()).containsExactly(PROPERTY);
        pass(Duration.ofSeconds(1));
        assertThat(there.properties()).isEmpty();
    }

    /** More than is remembered is read anew, and stays right. */
    @Test
    void list_moreThanIsRemembered_asStored() {
        String value = "x".repeat(ConfigProperty.MAX_VALUE_CHARS);
        List<ConfigProperty> stored = Stream.iterate(100, i -> i + 1)
                .limit(700)
                .map(i -> ConfigProperty.created(TENANT, "large-" + i, value, KeyReferences.CREATED))
                .toList();
        stored.forEach(here.configuration::insert);
        pass(RecentChanges.MAX_AGE);

        assertThat(there.properties()).hasSize(701).containsAll(stored);
        assertThat(there.properties()).hasSize(701).containsAll(stored);
    }
}
