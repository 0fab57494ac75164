package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.time.Duration;

/** A database of any dialect. Safe for use by many threads. */
public final class JdbiPersistence implements Persistence {
    private static final Duration MAX_HEALTH = Duration.ofSeconds(3);

    private final Dialect dialect;
    private final ConnectionPools pools;
    private final KeyReferenceStore keyReferences;
    private final HealthCheck health;

    /** Takes over the pools: they are closed with this. */
    public JdbiPersistence(Dialect dialect, ConnectionPools pools) {
        DatabaseAccess access = new DatabaseAccess(pools, dialect);
        this.dialect = dialect;
        this.pools = pools;
        this.keyReferences = new JdbiKeyReferenceStore(access, dialect);
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
