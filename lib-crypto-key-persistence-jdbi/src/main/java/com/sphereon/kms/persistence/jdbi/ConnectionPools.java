package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.KmsException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.time.Duration;
import javax.sql.DataSource;

/** The connections that read and those that write. Where a database does both with any connection, they are the same. */
public record ConnectionPools(HikariDataSource readers, HikariDataSource writers) implements AutoCloseable {
    /** How long a call waits for a connection before it is told that the database is not available. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /**
     * The settings all pools share.
     *
     * @param name appears in logs and thread names
     */
    public static HikariConfig settings(String name, DataSource source, int connections) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName(name);
        settings.setDataSource(source);
        settings.setMaximumPoolSize(connections);
        settings.setMinimumIdle(1);
        settings.setConnectionTimeout(MAX_WAIT.toMillis());
        return settings;
    }

    /**
     * Opens a pool, with one connection at once.
     *
     * @throws KmsException when that connection cannot be made
     */
    public static HikariDataSource open(HikariConfig settings, Dialect dialect) {
        try {
            return new HikariDataSource(settings);
        } catch (HikariPool.PoolInitializationException e) {
            throw new FailureTranslation(dialect).translate(e);
        }
    }

    /** Readers go first: the last to leave may have tidying up to do that only a writer can. */
    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
