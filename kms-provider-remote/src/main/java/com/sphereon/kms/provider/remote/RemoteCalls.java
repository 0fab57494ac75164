package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one provider to its backend, so that whatever the backend does, the caller has a result or a failure of
 * the core's family when the deadline has passed. Safe for use by many threads.
 *
 * <p>A call takes a place among those under way, which it gives back when it has really ended; passes the circuit breaker;
 * and is made, repeatedly where that may help, on a virtual thread. At the deadline that thread is interrupted and the
 * caller leaves it behind. So a client that knows no timeouts holds no caller, and cannot pile up calls either.
 */
public final class RemoteCalls implements AutoCloseable {
    /** How long a call waits for a place at most, so that a short crowd is no failure. */
    private static final Duration LONGEST_WAIT_FOR_PLACE = Duration.ofMillis(100);

    /** The share of the deadline that may go into that wait. */
    private static final int SHARE_OF_DEADLINE = 10;

    private static final Duration RETRY_WHEN_CROWDED = Duration.ofSeconds(1);

    private final ProviderId provider;
    private final RemoteSettings settings;
    private final CallObserver observer;
    private final Pace pace;
    private final Bulkhead places;
    private final Breaker breaker;
    private final Attempts attempts;
    private final FailureTranslation translation;
    private final Set<FutureTask<?>> underWay = ConcurrentHashMap.newKeySet();

    RemoteCalls(ProviderId provider, RemoteSettings settings, CallObserver observer, Pace pace) {
        this.provider = provider;
        this.settings = settings;
        this.observer = observer;
        this.pace = pace;
        Duration share = settings.deadline().dividedBy(SHARE_OF_DEADLINE);
        this.places = Bulkhead.of(
                provider.value(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.maxConcurrentCalls())
                        .maxWaitDuration(share.compareTo(LONGEST_WAIT_FOR_PLACE) < 0 ? share : LONGEST_WAIT_FOR_PLACE)
                        .build());
        this.breaker = new Breaker(provider, settings.breakerWait(), pace, observer);
        this.attempts = new Attempts(settings, pace);
        this.translation = new FailureTranslation(provider);
    }

    /** For the provider of those settings, with its limits. */
    public static RemoteCalls of(ProviderSettings provider, RemoteSettings limits) {
        return new RemoteCalls(provider.id(), limits, provider.observer(), Pace.real());
    }

    /**
     * Makes a call and waits for it, until the deadline at most.
     *
     * @param operation what it does, one of a few fixed words such as {@code sign}, for messages and metrics
     * @throws KmsException instead of the {@link RemoteFailure} the call threw last. Anything else it throws is taken for an
     *     answer nobody expected
     */
    public <T extends @Nullable Object> T call(String operation, Repeat repeat, RemoteCall<T> call) {
        long start = pace.nanoTime().getAsLong();
        Deadline deadline = Deadline.in(settings.deadline(), pace.nanoTime());
        enter(operation, start);
        FutureTask<T> task = new FutureTask<>(() -> attempts.make(repeat, call, deadline));
        start(operation, task);
        try {
            T result = task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            ended(operation, Outcome.SUCCEEDED, start);
            return result;
        } catch (ExecutionException e) {
            RemoteFailure failure = failure(e.getCause());
            ended(operation, failure.kind().outcome(), start);
            throw translation.translate(operation, failure);
        } catch (TimeoutException e) {
            task.cancel(true);
            ended(operation, Outcome.DEADLINE_EXCEEDED, start);
            throw translation.unavailable(
                    operation, "the backend did not answer within %s".formatted(settings.deadline()), e);
        } catch (CancellationException e) {
            // The provider was closed meanwhile. That tells nothing of the backend, nor how far the call came.
            breaker.forget();
            observe(operation, Outcome.UNAVAILABLE, start);
            throw translation.unavailable(operation, "the provider is being closed", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            breaker.forget();
            Thread.currentThread().interrupt();
            throw translation.unavailable(operation, "the server is stopping", e);
        }
    }

    /** @throws UnavailableException when the call may not be made now */
    private void enter(String operation, long start) {
        if (!places.tryAcquirePermission()) {
            observe(operation, Outcome.LIMIT_REACHED, start);
            throw translation
                    .unavailable(
                            operation,
                            "%d calls are under way already".formatted(settings.maxConcurrentCalls()),
                            RETRY_WHEN_CROWDED,
                            new IllegalStateException("limit reached"))
                    .nothingBegun();
        }
        if (!breaker.admits()) {
            places.releasePermission();
            observe(operation, Outcome.BREAKER_OPEN, start);
            throw translation
                    .unavailable(
                            operation,
                            "the backend failed too often and is left alone for a while",
                            settings.breakerWait(),
                            new IllegalStateException("circuit breaker open"))
                    .nothingBegun();
        }
    }

    private void start(String operation, FutureTask<?> task) {
        underWay.add(task);
        Thread.ofVirtual().name(provider + " " + operation).start(() -> {
            try {
                task.run();
            } finally {
                underWay.remove(task);
                places.releasePermission();
            }
        });
    }

    private static RemoteFailure failure(@Nullable Throwable thrown) {
        return thrown instanceof RemoteFailure failure
                ? failure
                : RemoteFailure.of(Kind.UNEXPECTED, "the answer could not be understood", thrown);
    }

    private void ended(String operation, Outcome outcome, long start) {
        breaker.record(outcome, since(start));
        observe(operation, outcome, start);
    }

    private void observe(String operation, Outcome outcome, long start) {
        observer.callEnded(provider, operation, outcome, since(start));
    }

    private Duration since(long start) {
        return Duration.ofNanos(pace.nanoTime().getAsLong() - start);
    }

    /** Interrupts whatever is under way still. */
    @Override
    public void close() {
        underWay.forEach(task -> task.cancel(true));
    }
}
