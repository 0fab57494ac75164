package com.sphereon.kms.persistence.embedded;

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
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;
import java.time.Instant;
import java.util.List;

/** A SQLite file and the lock that keeps others away from it. */
final class EmbeddedPersistence implements Persistence {
    private final Persistence database;
    private final ProcessLock lock;

    private EmbeddedPersistence(Persistence database, ProcessLock lock) {
        this.database = database;
        this.lock = lock;
    }

    /** Takes over the lock, unless something is thrown. */
    static EmbeddedPersistence open(DatabaseFile file, ProcessLock lock, Settings settings) {
        SqliteDialect dialect = new SqliteDialect();
        ConnectionPools pools = SqliteConnections.open(file, dialect);
        try {
            Schema.TENANTS.bringUpToDate(pools.writers(), dialect);
            return new EmbeddedPersistence(new JdbiPersistence(dialect, pools, settings), lock);
        } catch (RuntimeException e) {
            pools.close();
            throw e;
        }
    }

    @Override
    public KeyReferenceStore keyReferences() {
        return database.keyReferences();
    }

    @Override
    public TenantConfigStore tenantConfiguration() {
        return database.tenantConfiguration();
    }

    @Override
    public ProviderIntegrationStore providerIntegrations() {
        return database.providerIntegrations();
    }

    @Override
    public RotationStore rotations() {
        return database.rotations();
    }

    @Override
    public RotationPolicyStore rotationPolicies() {
        return database.rotationPolicies();
    }

    @Override
    public IdempotencyStore idempotency() {
        return database.idempotency();
    }

    @Override
    public AuditLog auditLog() {
        return database.auditLog();
    }

    @Override
    public List<TenantId> tenantsWithDueWork(Instant now) {
        return database.tenantsWithDueWork(now);
    }

    @Override
    public Health health() {
        return database.health();
    }

    @Override
    public boolean shared() {
        return database.shared();
    }

    @Override
    public void close() {
        try (lock) {
            database.close();
        }
    }
}
