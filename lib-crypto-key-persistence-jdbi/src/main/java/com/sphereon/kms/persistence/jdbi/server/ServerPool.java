package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/** The connections of requests. */
public final class ServerPool {
    /** How long a connection that seems fine may take to prove it. */
    private static final Duration MAX_VALIDATION = Duration.ofSeconds(2);

    /** How often idle connections are used, so that nothing in between or at the other end takes them for dead. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private ServerPool() {}

    /** Opens a pool, which fills by itself whenever the server is there; does not wait for that. */
    public static HikariDataSource open(String name, DataSource source, PoolSettings pool) {
        HikariConfig settings = ConnectionPools.settings(name, source, pool.maxSize());
        settings.setMinimumIdle(pool.minIdle());
        settings.setConnectionTimeout(pool.connectionTimeout().toMillis());
        settings.setValidationTimeout(
                Math.min(MAX_VALIDATION.toMillis(), pool.connectionTimeout().toMillis()));
        settings.setMaxLifetime(pool.maxLifetime().toMillis());
        boolean outlivesKeepAlive =
                pool.maxLifetime().isZero() || pool.maxLifetime().compareTo(KEEP_ALIVE) > 0;
        settings.setKeepaliveTime(outlivesKeepAlive ? KEEP_ALIVE.toMillis() : 0);
        settings.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        settings.setInitializationFailTimeout(-1);
        return new HikariDataSource(settings);
    }
}
