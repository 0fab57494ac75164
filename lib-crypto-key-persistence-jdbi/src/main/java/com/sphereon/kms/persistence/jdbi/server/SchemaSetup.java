package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.persistence.jdbi.Dialect;
import com.sphereon.kms.persistence.jdbi.FailureTranslation;
import com.sphereon.kms.persistence.jdbi.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes schemas and brings them to the current version. One process at a time is at work on a schema, a few threads of
 * this process at a time on any; they use connections of their own and leave the pool to those who can use it. Safe for
 * use by many threads.
 */
public final class SchemaSetup {
    /** How many schemas this process works on at once. Each takes up to four connections. */
    static final int MAX_AT_ONCE = 3;

    /** How long to wait for a turn: long enough for some hundred tenants that are all seen first at the same moment. */
    private static final Duration MAX_WAIT_FOR_TURN = Duration.ofMinutes(1);

    /** How long to wait for another process that is at work on the same schema. */
    private static final Duration MAX_WAIT_FOR_OTHERS = Duration.ofSeconds(25);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SchemaSetup.class);

    private final DataSource source;
    private final SchemaDialect schemas;
    private final boolean create;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE, true);

    /**
     * @param source connections that wait long enough for what migrations do
     * @param create whether to make a schema that is missing
     */
    public SchemaSetup(DataSource source, SchemaDialect schemas, boolean create) {
        this.source = source;
        this.schemas = schemas;
        this.create = create;
    }

    /** Something to do, or to find out, with a connection. */
    interface Step {
        void run(Connection connection) throws SQLException;
    }

    /**
     * What a schema shall become.
     *
     * @param last done after everything else, while the schema is still ours alone
     * @param missing what to say when the schema is missing and is not to be made
     */
    record Work(String schema, Migrations migrations, Step last, Supplier<KmsException> missing) {}

    /**
     * Brings a schema to the current version. May be repeated, and interrupted anywhere.
     *
     * @throws IntegrityException when the schema is not in order
     * @throws UnavailableException when the database cannot be reached, or others took too long
     */
    void bringUpToDate(Work work, Dialect dialect) {
        awaitTurn();
        try {
            alone(work, dialect);
        } catch (SQLException e) {
            throw new FailureTranslation(dialect).translate(e);
        } catch (DeniedException e) {
            LOG.warn("Schema {} is missing and is not to be made", work.schema);
            throw e;
        } catch (IntegrityException e) {
            LOG.error("Schema {} cannot be used: {}", work.schema, e.getMessage());
            throw e;
        } finally {
            turns.release();
        }
    }

    private void alone(Work work, Dialect dialect) throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (!schemas.lock(connection, work.schema, MAX_WAIT_FOR_OTHERS)) {
                throw tooLong(new TimeoutException("another process has the lock"));
            }
            if (!schemas.exists(connection, work.schema)) {
                create(connection, work);
            }
            History history = new History(schemas, work.schema);
            if (!schemas.undoesFailedScripts()) {
                history.forgetFailed(connection, work.migrations);
            }
            if (!history.isCurrent(connection, work.migrations)) {
                work.migrations.apply(source, Optional.of(work.schema), dialect);
                LOG.info("Schema {} is at its current version now", work.schema);
            }
            work.last.run(connection);
        }
    }

    private void create(Connection connection, Work work) throws SQLException {
        if (!create) {
            throw work.missing.get();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schemas.quote(work.schema));
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(MAX_WAIT_FOR_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooLong(new TimeoutException("others were first"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooLong(e);
        }
    }

    private static UnavailableException tooLong(Exception cause) {
        return new UnavailableException("The tables are still being set up", RETRY_AFTER, cause);
    }
}
