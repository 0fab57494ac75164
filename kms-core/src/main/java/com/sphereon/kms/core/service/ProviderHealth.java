package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.KeyProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Whether a provider works now. */
public record ProviderHealth(ProviderId id, Health health) {

    /** All of them, asked at the same time, so that one that hangs keeps nobody else from being heard. */
    static List<ProviderHealth> of(List<RegisteredProvider> providers, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<FutureTask<Health>> questions =
                providers.stream().map(provider -> ask(provider.provider())).toList();
        return IntStream.range(0, providers.size())
                .mapToObj(i -> new ProviderHealth(
                        providers.get(i).id(),
                        answer(
                                questions.get(i),
                                Duration.ofNanos(Math.max(0, deadline - System.nanoTime())),
                                patience)))
                .toList();
    }

    /** One of them. */
    static Health of(KeyProvider provider, Duration patience) {
        return answer(ask(provider), patience, patience);
    }

    private static FutureTask<Health> ask(KeyProvider provider) {
        FutureTask<Health> question = new FutureTask<>(provider::health);
        Thread.ofVirtual().name("kms-provider-health").start(question);
        return question;
    }

    private static Health answer(FutureTask<Health> question, Duration left, Duration patience) {
        try {
            return question.get(left.toNanos(), TimeUnit.NANOSECONDS);
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
