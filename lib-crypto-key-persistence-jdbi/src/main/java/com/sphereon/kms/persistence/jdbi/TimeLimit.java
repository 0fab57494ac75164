package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A moment until which something must be done that consists of many steps, each with a limit of its own. Immutable. */
final class TimeLimit {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final long end;

    private TimeLimit(long end) {
        this.end = end;
    }

    /** From now on. */
    static TimeLimit in(Duration duration) {
        return new TimeLimit(System.nanoTime() + duration.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** @throws UnavailableException when the moment is over */
    void check() {
        if (isOver()) {
            throw new UnavailableException("The database is too slow", RETRY_AFTER, new TimeoutException());
        }
    }
}
