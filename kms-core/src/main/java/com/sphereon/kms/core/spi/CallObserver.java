package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ProviderId;
import java.time.Duration;

/**
 * Sees what becomes of a provider's calls to its backend, for metrics. Safe for use by many threads. Returns at once and
 * throws nothing: the call that is observed waits for it.
 */
public interface CallObserver {

    /** How a call ended. */
    enum Outcome {
        /** The backend did what it was asked for. */
        SUCCEEDED,
        /** The backend has too many calls. */
        THROTTLED,
        /** The backend refused our credentials. */
        DENIED,
        /** The backend has no such key. */
        NOT_FOUND,
        /** The backend has the key, but does not let it be used. */
        DISABLED,
        /** The call contradicts what is at the backend. */
        CONFLICT,
        /** The backend cannot do what it was asked for. */
        INVALID,
        /** The backend failed or could not be reached. */
        UNAVAILABLE,
        /** The answer was not one to what was asked. */
        UNEXPECTED,
        /** The time was up first. */
        DEADLINE_EXCEEDED,
        /** Not made: too many calls are under way already. */
        LIMIT_REACHED,
        /** Not made: the circuit breaker is open. */
        BREAKER_OPEN
    }

    /** What a circuit breaker does with calls. */
    enum BreakerState {
        /** Lets them through. */
        CLOSED,
        /** Refuses them. */
        OPEN,
        /** Lets a few through, to see whether the backend works again. */
        HALF_OPEN
    }

    /** For those who do not look. */
    CallObserver NONE = new CallObserver() {
        @Override
        public void callEnded(ProviderId provider, String operation, Outcome outcome, Duration duration) {}

        @Override
        public void breakerChanged(ProviderId provider, BreakerState state) {}
    };

    /**
     * A call has ended, for the one who waited for it.
     *
     * @param operation what was asked for, one of a few fixed words such as {@code sign}
     * @param duration repetitions included
     */
    void callEnded(ProviderId provider, String operation, Outcome outcome, Duration duration);

    /** The circuit breaker of a provider, closed at first, is in another state now. */
    void breakerChanged(ProviderId provider, BreakerState state);
}
