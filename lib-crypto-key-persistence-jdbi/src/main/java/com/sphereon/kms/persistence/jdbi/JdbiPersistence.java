package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.IdempotencyStore;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import com.sphereon.kms.core.spi.RotationStore;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.core.spi.TenantConfigStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A database of any dialect. Safe for use by many threads. */
public final class JdbiPersistence implements Persistence {
    /** The settings of every database: how many keys of all tenants are remembered, each taking a few kilobytes. */
    public static final Set<String> SETTINGS = Set.of("cache.max-keys");

    private static final int DEFAULT_CACHED_KEYS = 10_000;
    private static final int MAX_CACHED_KEYS = 10_000_000;
    private static final Duration MAX_HEALTH = Duration.ofSeconds(3);

    private final ConnectionPools pools;
    private final TenantTables tables;
    private final KeyReferenceStore keyReferences;
    private final TenantConfigStore tenantConfiguration;
    private final JdbiAuditLog auditLog;
    private final HealthCheck health;

    /**
     * Takes over the pools: they are closed with this.
     *
     * @param settings those of {@link #SETTINGS} that are not to have their defaults
     */
    public JdbiPersistence(Dialect dialect, ConnectionPools pools, Settings settings) {
        DatabaseAccess access = new DatabaseAccess(pools, dialect);
        Ticker ticker = Ticker.systemTicker();
        this.pools = pools;
        this.tables = new TenantTables(access, dialect, new PreparedTenants(dialect));
        RecentChanges changes = new RecentChanges(new ChangeCounter(tables)::read, ticker);
        this.keyReferences = new CachedKeyReferenceStore(
                new JdbiKeyReferenceStore(tables),
                changes,
                settings.number("cache.max-keys", DEFAULT_CACHED_KEYS, 0, MAX_CACHED_KEYS),
                ticker);
        this.tenantConfiguration = new CachedTenantConfigStore(new JdbiTenantConfigStore(tables), changes, ticker);
        this.auditLog = new JdbiAuditLog(tables, changes, pools.writers().getMaximumPoolSize());
        this.health = new HealthCheck(() -> answer(access, dialect.healthQuery()), MAX_HEALTH);
    }

    @Override
    public KeyReferenceStore keyReferences() {
        return keyReferences;
    }

    @Override
    public TenantConfigStore tenantConfiguration() {
        return tenantConfiguration;
    }

    @Override
    public ProviderIntegrationStore providerIntegrations() {
        return new JdbiProviderIntegrationStore(tables);
    }

    @Override
    public RotationStore rotations() {
        return new JdbiRotationStore(tables);
    }

    @Override
    public RotationPolicyStore rotationPolicies() {
        return new JdbiRotationPolicyStore(tables);
    }

    @Override
    public IdempotencyStore idempotency() {
        return new JdbiIdempotencyStore(tables);
    }

    @Override
    public AuditLog auditLog() {
        return auditLog;
    }

    @Override
    public List<TenantId> tenantsWithDueWork(Instant now) {
        return tables.tenantsWith(TenantSearch.due(now, tables.dialect()));
    }

    @Override
    public Health health() {
        return health.now();
    }

    @Override
    public boolean shared() {
        return tables.dialect().shared();
    }

    /** What was handed over to the audit log is written first. */
    @Override
    public void close() {
        auditLog.close();
        pools.close();
    }

    private static void answer(DatabaseAccess access, String query) {
        access.read(handle -> handle.select(query).mapTo(Integer.class).findFirst());
    }
}
