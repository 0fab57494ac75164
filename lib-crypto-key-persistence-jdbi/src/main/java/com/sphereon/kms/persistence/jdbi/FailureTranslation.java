package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;

/**
 * Says in our words what a database said in its own, which stay in the cause: they may quote SQL and values. Safe for use
 * by many threads.
 */
public final class FailureTranslation {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Dialect dialect;

    /** For databases of that dialect. */
    public FailureTranslation(Dialect dialect) {
        this.dialect = dialect;
    }

    /** What to throw in place of an exception of a driver, pool or library, for whoever is not creating a row. */
    public KmsException translate(Exception e) {
        return translate(e, "The database refused a duplicate");
    }

    /** @param duplicate what to say when a unique index refused a row */
    KmsException translate(Exception e, String duplicate) {
        return switch (failure(e)) {
            case DUPLICATE -> new ConflictException(duplicate);
            case BUSY -> new UnavailableException("The database is too busy", RETRY_AFTER, e);
            case UNREACHABLE -> new UnavailableException("The database cannot be reached", RETRY_AFTER, e);
            case STORAGE -> new UnavailableException("The database cannot use its disk", RETRY_AFTER, e);
            case DAMAGED -> new IntegrityException("The database is damaged, or is no database; restore a backup", e);
            case UNEXPECTED -> new IntegrityException("The database is not as it should be", e);
        };
    }

    /** What a database said at the root of an exception; empty when it said nothing. */
    Optional<Failure> saidByDatabase(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof ConnectionException) {
                return Optional.of(Failure.UNREACHABLE);
            }
            if (cause instanceof SQLException sql) {
                return Optional.of(dialect.classify(sql));
            }
        }
        return Optional.empty();
    }

    private Failure failure(Exception e) {
        return saidByDatabase(e).orElse(Failure.UNEXPECTED);
    }
}
