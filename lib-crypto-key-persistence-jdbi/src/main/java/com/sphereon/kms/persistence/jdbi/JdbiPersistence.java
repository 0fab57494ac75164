package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import java.time.Duration;
import java.util.Set;

/** A database of any dialect. Safe for use by many threads. */
public final class JdbiPersistence implements Persistence {
    /** The settings of every database: how many keys of all tenants are remembered, each taking a few kilobytes. */
    public static final Set<String> SETTINGS = Set.of("cache.max-keys");

    private static final int DEFAULT_CACHED_KEYS = 10_000;
    private static final int MAX_CACHED_KEYS = 10_000_000;
    private static final Duration MAX_HEALTH = Duration.ofSeconds(3);

    private final Dialect dialect;
    private final ConnectionPools pools;
    private final KeyReferenceStore keyReferences;
    private final HealthCheck health;

    /**
     * Takes over the pools: they are closed with this.
     *
     * @param settings those of {@link #SETTINGS} that are not to have their defaults
     */
    public JdbiPersistence(Dialect dialect, ConnectionPools pools, Settings settings) {
        DatabaseAccess access = new DatabaseAccess(pools, dialect);
        PreparedTenants tenants = new PreparedTenants(dialect);
        this.dialect = dialect;
        this.pools = pools;
        this.keyReferences = new CachedKeyReferenceStore(
                new JdbiKeyReferenceStore(access, dialect, tenants),
                new ChangeCounter(access, dialect, tenants),
                settings.number("cache.max-keys", DEFAULT_CACHED_KEYS, 0, MAX_CACHED_KEYS),
                Ticker.systemTicker());
        this.health = new HealthCheck(() -> answer(access, dialect.healthQuery()), MAX_HEALTH);
    }

    @Override
    public KeyReferenceStore keyReferences() {
        return keyReferences;
    }

    @Override
    public Health health() {
        return health.now();
    }

    @Override
    public boolean shared() {
        return dialect.shared();
    }

    @Override
    public void close() {
        pools.close();
    }

    private static void answer(DatabaseAccess access, String query) {
        access.read(handle -> handle.select(query).mapTo(Integer.class).findFirst());
    }
}
