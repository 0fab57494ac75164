package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Turns at a number of connections, in the order of asking. A pool by itself lets those who have just had a connection
 * have it again before others who wait. Safe for use by many threads.
 */
final class Lane {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore turns;
    private final Duration maxWait;

    Lane(int connections, Duration maxWait) {
        this.turns = new Semaphore(connections, true);
        this.maxWait = maxWait;
    }

    /** @throws UnavailableException when the turn does not come in time */
    <T> T inTurn(Supplier<T> action) {
        await();
        try {
            return action.get();
        } finally {
            turns.release();
        }
    }

    /** How many wait. */
    int waiting() {
        return turns.getQueueLength();
    }

    private void await() {
        try {
            if (!turns.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(
                        "The database is too busy", RETRY_AFTER, new TimeoutException("no connection was free"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Waiting for the database was interrupted", RETRY_AFTER, e);
        }
    }
}
