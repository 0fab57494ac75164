package com.sphereon.kms.testkit.remote;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.CallObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it saw. Safe for use by many threads. */
public final class ObservedCalls implements CallObserver {
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<BreakerState> breakerStates = new CopyOnWriteArrayList<>();

    /** Has seen nothing yet. */
    public ObservedCalls() {}

    @Override
    public void callEnded(ProviderId provider, String operation, Outcome outcome, Duration duration) {
        outcomes.add(outcome);
    }

    @Override
    public void breakerChanged(ProviderId provider, BreakerState state) {
        breakerStates.add(state);
    }

    /** How the calls ended, in that order. */
    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The states the circuit breaker went through, in that order. */
    public List<BreakerState> breakerStates() {
        return List.copyOf(breakerStates);
    }
}
