package com.sphereon.kms.persistence.jdbi;

import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;

/** Lends connections, one call long, and translates what goes wrong meanwhile. Safe for use by many threads. */
final class DatabaseAccess {
    /** How long one statement may take. */
    private static final Duration MAX_STATEMENT = Duration.ofSeconds(10);

    private final Jdbi readers;
    private final Jdbi writers;
    private final FailureTranslation failures;

    DatabaseAccess(ConnectionPools pools, Dialect dialect) {
        this.readers = jdbi(pools.readers());
        this.writers = jdbi(pools.writers());
        this.failures = new FailureTranslation(dialect);
    }

    /** Runs queries that need not see the same state of the database. */
    <T> T read(HandleCallback<T, RuntimeException> queries) {
        try {
            return readers.withHandle(queries);
        } catch (JdbiException e) {
            throw failures.translate(e, "The database refused to read");
        }
    }

    /**
     * Runs statements that take effect together when this returns, or not at all when anything is thrown.
     *
     * @param duplicate what to say when a unique index refused a row
     */
    void write(String duplicate, HandleConsumer<RuntimeException> statements) {
        try {
            writers.useTransaction(statements);
        } catch (JdbiException e) {
            throw failures.translate(e, duplicate);
        }
    }

    private static Jdbi jdbi(DataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.getConfig(SqlStatements.class).setQueryTimeout((int) MAX_STATEMENT.toSeconds());
        return jdbi;
    }
}
