package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.JdbiPlatform;

/** The platform's SQLite file and the lock that keeps others away from it. */
final class EmbeddedPlatform implements PlatformPersistence {
    private final PlatformPersistence database;
    private final ProcessLock lock;

    private EmbeddedPlatform(PlatformPersistence database, ProcessLock lock) {
        this.database = database;
        this.lock = lock;
    }

    /** Takes over the lock, unless something is thrown. */
    static EmbeddedPlatform open(DatabaseFile file, ProcessLock lock) {
        SqliteDialect dialect = new SqliteDialect();
        ConnectionPools pools = SqliteConnections.open(file, dialect);
        try {
            Schema.PLATFORM.bringUpToDate(pools.writers(), dialect);
            return new EmbeddedPlatform(new JdbiPlatform(dialect, pools, ""), lock);
        } catch (RuntimeException e) {
            pools.close();
            throw e;
        }
    }

    @Override
    public ProviderRegistryStore providerRegistry() {
        return database.providerRegistry();
    }

    @Override
    public Health health() {
        return database.health();
    }

    @Override
    public void close() {
        try (lock) {
            database.close();
        }
    }
}
