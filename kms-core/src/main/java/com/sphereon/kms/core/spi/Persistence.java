package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.Health;

/** One database and the stores in it. Safe for use by many threads. */
public interface Persistence extends AutoCloseable {

    /** The key references. */
    KeyReferenceStore keyReferences();

    /** Whether the database answers now; waits at most a few seconds. */
    Health health();

    /**
     * Whether other processes may use the database at the same time. Where none can, whatever is unfinished at the start
     * was left by a process that is gone.
     */
    boolean shared();

    /** Closes all connections. */
    @Override
    void close();
}
