package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;

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
