package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.CallObserver.BreakerState;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses calls while the backend is down, so that nobody waits for it and it is left in peace.
 *
 * <p>It counts what says that the backend as a whole does not work: no answer, an answer that it failed, the deadline. All
 * else is an answer, and shows that it works. A refusal of our credentials does not count either, because a backend may refuse
 * them for one key: one tenant's key must not take the provider away from the others. Nor does throttling, which tells itself
 * when to come back.
 */
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
    private static final int WINDOW_CALLS = 20;
    private static final int MIN_CALLS = 10;
    private static final int FAILURE_PERCENT = 50;
    private static final int TRIAL_CALLS = 3;

    private final CircuitBreaker breaker;

    Breaker(ProviderId provider, Duration wait, Pace pace, CallObserver observer) {
        this.breaker = CircuitBreaker.of(
                provider.value(),
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW_CALLS, MIN_CALLS, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(FAILURE_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                        .waitDurationInOpenState(wait)
                        .clock(pace.clock())
                        .recordException(failure -> true)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            BreakerState state = state(event.getStateTransition().getToState());
            LOG.warn("provider {}: the circuit breaker is {} now", provider, state);
            observer.breakerChanged(provider, state);
        });
    }

    private static BreakerState state(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
        };
    }

    /** Whether a call may be made. If so, {@link #record} or {@link #forget} must follow. */
    boolean admits() {
        return breaker.tryAcquirePermission();
    }

    /** What became of the call. */
    void record(Outcome outcome, Duration duration) {
        if (outcome == Outcome.UNAVAILABLE || outcome == Outcome.DEADLINE_EXCEEDED) {
            breaker.onError(duration.toNanos(), TimeUnit.NANOSECONDS, new IllegalStateException(outcome.name()));
        } else {
            breaker.onSuccess(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** The call tells nothing. */
    void forget() {
        breaker.releasePermission();
    }
}
