package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.KeyProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a provider works now. */
public record ProviderHealth(ProviderId id, Health health) {

    /** As it is now. */
    static Health of(KeyProvider provider, Duration patience) {
        return answer(ask(provider::health), patience, patience);
    }

    /** Puts the question in a thread of its own, since there may never be an answer. */
    static FutureTask<Health> ask(Callable<Health> asked) {
        FutureTask<Health> question = new FutureTask<>(asked);
        Thread.ofVirtual().name("kms-provider-health").start(question);
        return question;
    }

    /**
     * Waits for the answer.
     *
     * @param left how long; not at all when negative
     * @param patience how long altogether, for whoever reads that it was not long enough
     */
    static Health answer(FutureTask<Health> question, Duration left, Duration patience) {
        try {
            return question.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Health.Down("did not answer within " + patience);
        } catch (ExecutionException e) {
            Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
            // Not the text of others: a library may quote in it what it was given.
            return new Health.Down(
                    cause instanceof KmsException failure
                            ? String.valueOf(failure.getMessage())
                            : "failed: " + cause.getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Health.Down("was not asked to the end");
        }
    }
}
