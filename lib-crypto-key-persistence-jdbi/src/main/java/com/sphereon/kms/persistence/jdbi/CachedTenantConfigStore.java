package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.util.List;
import java.util.Optional;

/**
 * Answers from memory what was read before, as long as the tenant's change counter says that it is what is stored still;
 * that nothing is set as well.
 */
final class CachedTenantConfigStore implements TenantConfigStore {
    /** How much is remembered of all tenants together, in characters of keys and values. */
    private static final long MAX_CHARS = 10_000_000;

    /** What remembering an object takes, in the space of so many characters. */
    private static final int OBJECT_CHARS = 100;

    private final TenantConfigStore store;
    private final RecentChanges changes;
    private final Remembered<TenantId, List<ConfigProperty>> properties;

    /** @param changes shared with all else that remembers rows of the same tenants */
    CachedTenantConfigStore(TenantConfigStore store, RecentChanges changes, Ticker ticker) {
        this.store = store;
        this.changes = changes;
        this.properties = new Remembered<>(changes, ticker, MAX_CHARS, (tenant, list) -> chars(list));
    }

    private static int chars(List<ConfigProperty> list) {
        return list.stream()
                .mapToInt(property -> OBJECT_CHARS
                        + property.key().length()
                        + property.value().length())
                .reduce(OBJECT_CHARS, CachedTenantConfigStore::cappedSum);
    }

    private static int cappedSum(int one, int other) {
        return (int) Math.min((long) one + other, Integer.MAX_VALUE);
    }

    @Override
    public List<ConfigProperty> list(TenantId tenant) {
        return properties
                .find(tenant, tenant, () -> Optional.of(store.list(tenant)))
                .orElse(List.of());
    }

    @Override
    public void insert(ConfigProperty property) {
        changes.changing(property.tenant(), () -> store.insert(property));
    }

    @Override
    public void update(ConfigProperty changed) {
        changes.changing(changed.tenant(), () -> store.update(changed));
    }

    @Override
    public void delete(ConfigProperty property) {
        changes.changing(property.tenant(), () -> store.delete(property));
    }
}
