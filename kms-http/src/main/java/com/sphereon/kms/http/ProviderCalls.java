package com.sphereon.kms.http;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.CallObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Counts and times what becomes of a provider's calls to its backend: {@code kms.provider.calls} by operation and outcome, and
 * {@code kms.provider.breaker}. Safe for use by many threads.
 */
final class ProviderCalls implements CallObserver {
    private record Kind(String operation, Outcome outcome) {}

    private final Supplier<? extends MeterRegistry> registry;
    private final String provider;
    private final Optional<AtomicReference<BreakerState>> breaker;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    /**
     * @param registry not asked for before there is something to tell
     * @param provider what they are counted under
     * @param breaker where the state of the breaker is kept; of several providers together it would tell nothing
     */
    ProviderCalls(
            Supplier<? extends MeterRegistry> registry,
            String provider,
            Optional<AtomicReference<BreakerState>> breaker) {
        this.registry = registry;
        this.provider = provider;
        this.breaker = breaker;
    }

    @Override
    public void callEnded(ProviderId id, String operation, Outcome outcome, Duration duration) {
        timers.computeIfAbsent(new Kind(operation, outcome), this::timer).record(duration);
    }

    private Timer timer(Kind kind) {
        breaker.ifPresent(this::showBreaker);
        return Timer.builder("kms.provider.calls")
                .description("Calls of providers to their backends, repetitions included")
                .tags("provider", provider, "operation", kind.operation(), "outcome", word(kind.outcome()))
                .register(registry.get());
    }

    private void showBreaker(AtomicReference<BreakerState> state) {
        Gauge.builder("kms.provider.breaker", state, current -> number(current.get()))
                .description("The circuit breaker: 0 closed, 1 open, 2 half open")
                .tags("provider", provider)
                .register(registry.get());
    }

    @Override
    public void breakerChanged(ProviderId id, BreakerState state) {
        breaker.ifPresent(current -> current.set(state));
    }

    private static int number(BreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case OPEN -> 1;
            case HALF_OPEN -> 2;
        };
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
