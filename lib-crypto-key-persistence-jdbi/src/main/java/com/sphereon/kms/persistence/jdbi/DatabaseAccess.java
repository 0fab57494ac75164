package com.sphereon.kms.persistence.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;

/** Lends connections, one call long, and translates what goes wrong meanwhile. Safe for use by many threads. */
final class DatabaseAccess {
    /** How long one statement may take. */
    private static final Duration MAX_STATEMENT = Duration.ofSeconds(10);

    private final Jdbi readers;
    private final Jdbi writers;
    private final Lane readerLane;
    private final Lane writerLane;
    private final FailureTranslation failures;

    DatabaseAccess(ConnectionPools pools, Dialect dialect) {
        this.readers = jdbi(pools.readers());
        this.writers = jdbi(pools.writers());
        this.readerLane = lane(pools.readers());
        this.writerLane = pools.writers().equals(pools.readers()) ? readerLane : lane(pools.writers());
        this.failures = new FailureTranslation(dialect);
    }

    /** Runs queries that need not see the same state of the database. */
    <T> T read(HandleCallback<T, RuntimeException> queries) {
        try {
            return readerLane.inTurn(() -> readers.withHandle(queries));
        } catch (JdbiException e) {
            throw failures.translate(e);
        }
    }

    /**
     * Runs statements that take effect together when this returns, or not at all when anything is thrown.
     *
     * @param duplicate what to say when a unique index refused a row
     */
    <T> T write(String duplicate, HandleCallback<T, RuntimeException> statements) {
        return change(duplicate, () -> writers.inTransaction(statements));
    }

    /** Runs a single statement, which has taken effect when this returns. Otherwise as {@link #write}. */
    <T> T writeAlone(String duplicate, HandleCallback<T, RuntimeException> statement) {
        return change(duplicate, () -> writers.withHandle(statement));
    }

    private <T> T change(String duplicate, Supplier<T> statements) {
        try {
            return writerLane.inTurn(statements);
        } catch (JdbiException e) {
            throw failures.translate(e, duplicate);
        }
    }

    private static Lane lane(HikariDataSource pool) {
        return new Lane(pool.getMaximumPoolSize(), ConnectionPools.MAX_WAIT);
    }

    private static Jdbi jdbi(HikariDataSource pool) {
        Jdbi jdbi = Jdbi.create(pool);
        jdbi.getConfig(SqlStatements.class).setQueryTimeout((int) MAX_STATEMENT.toSeconds());
        return jdbi;
    }
}
