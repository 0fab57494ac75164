package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.Health;

/** The database of what belongs to the platform itself. Safe for use by many threads. */
public interface PlatformPersistence extends AutoCloseable {

    /** The providers that were registered at run time. */
    ProviderRegistryStore providerRegistry();

    /** Whether the database answers now; waits at most a few seconds. */
    Health health();

    /** Closes all connections. */
    @Override
    void close();
}
