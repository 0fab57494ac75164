package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import java.time.Duration;

/** A platform's database of any dialect, whose tables are current. Safe for use by many threads. */
public final class JdbiPlatform implements PlatformPersistence {
    private static final Duration MAX_HEALTH = Duration.ofSeconds(3);

    private final ConnectionPools pools;
    private final ProviderRegistryStore registry;
    private final HealthCheck health;

    /**
     * Takes over the pools: they are closed with this.
     *
     * @param tablePrefix what stands before the names of tables; becomes part of the SQL
     */
    public JdbiPlatform(Dialect dialect, ConnectionPools pools, String tablePrefix) {
        this.pools = pools;
        this.registry = new JdbiProviderRegistryStore(new DatabaseAccess(pools, dialect), dialect, tablePrefix);
        this.health = new HealthCheck(registry::changes, MAX_HEALTH);
    }

    @Override
    public ProviderRegistryStore providerRegistry() {
        return registry;
    }

    @Override
    public Health health() {
        return health.now();
    }

    @Override
    public void close() {
        pools.close();
    }
}
