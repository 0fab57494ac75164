package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KmsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks the database whether it answers, and does not wait longer than stated whatever the database does. There is one
 * question at a time: while one is unanswered, others wait for its answer. Safe for use by many threads.
 */
final class HealthCheck {
    private final Runnable question;
    private final Duration limit;
    private final ReentrantLock lock = new ReentrantLock();
    private CompletableFuture<Health> latest = CompletableFuture.completedFuture(new Health.Up());

    /** @param question returns when the database answered, and throws what it answered otherwise */
    HealthCheck(Runnable question, Duration limit) {
        this.question = question;
        this.limit = limit;
    }

    Health now() {
        try {
            return unanswered().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Health.Down("The database has not answered for %d s".formatted(limit.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Health.Down("Asking the database was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the answer is never an exception", e);
        }
    }

    private CompletableFuture<Health> unanswered() {
        lock.lock();
        try {
            if (latest.isDone()) {
                CompletableFuture<Health> asked = new CompletableFuture<>();
                latest = asked;
                Thread.ofPlatform().daemon().name("kms-database-health").start(() -> asked.complete(ask()));
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private Health ask() {
        try {
            question.run();
            return new Health.Up();
        } catch (KmsException e) {
            return new Health.Down(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Without an answer of whatever kind, nobody could ever ask again.
            return new Health.Down("The database gave no usable answer");
        }
    }
}
