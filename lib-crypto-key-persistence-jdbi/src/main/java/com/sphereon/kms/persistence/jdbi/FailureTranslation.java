package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.UnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.ConnectionException;

/** Says in our words what a database said in its own, which stay in the cause: they may quote SQL and values. */
final class FailureTranslation {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Dialect dialect;

    FailureTranslation(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @param duplicate what to say when a unique index refused a row */
    KmsException translate(RuntimeException e, String duplicate) {
        return switch (failure(e)) {
            case DUPLICATE -> new ConflictException(duplicate);
            case BUSY -> new UnavailableException("The database is too busy", RETRY_AFTER, e);
            case UNREACHABLE -> new UnavailableException("The database cannot be reached", RETRY_AFTER, e);
            case STORAGE -> new UnavailableException("The database cannot use its disk", RETRY_AFTER, e);
            case UNEXPECTED -> new IntegrityException("The database is not as it should be", e);
        };
    }

    private Failure failure(RuntimeException e) {
        if (e instanceof ConnectionException) {
            return Failure.UNREACHABLE;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return dialect.classify(sql);
            }
        }
        return Failure.UNEXPECTED;
    }
}
