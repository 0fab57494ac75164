package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * How SQLite is used. The log is written ahead and flushed at each commit, so an acknowledged write survives the loss of
 * power, and readers neither wait for the writer nor hold it up. There is one connection that writes, because SQLite has
 * one writer at a time anyway and waiting for a connection is fairer than asking again and again.
 */
final class SqliteConnections {
    /** How long to wait for others that lock the file: backups and command-line tools, since nobody else may. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private static final int MIN_READERS = 2;
    private static final int MAX_READERS = 8;

    private SqliteConnections() {}

    static ConnectionPools open(DatabaseFile file, SqliteDialect dialect) {
        HikariDataSource writers = ConnectionPools.open(pool("kms-writer", file, 1), dialect);
        try {
            int processors = Runtime.getRuntime().availableProcessors();
            HikariConfig readers = pool("kms-readers", file, Math.clamp(processors, MIN_READERS, MAX_READERS));
            readers.setConnectionInitSql("pragma query_only = on");
            return new ConnectionPools(ConnectionPools.open(readers, dialect), writers);
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
    }

    private static HikariConfig pool(String name, DatabaseFile file, int connections) {
        HikariConfig pool = ConnectionPools.settings(name, source(file), connections);
        // A connection to a file does not grow old, and nobody hangs up on it.
        pool.setMaxLifetime(0);
        pool.setKeepaliveTime(0);
        return pool;
    }

    private static SQLiteDataSource source(DatabaseFile file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        // As a URI, since a question mark in a plain name would begin the settings.
        source.setUrl("jdbc:sqlite:" + file.path().toUri());
        return source;
    }
}
