package com.sphereon.kms.http;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.service.Checkpoints;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.CallObserver.BreakerState;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What monitoring asks, in the text format of Prometheus. Safe for use by many threads. */
public final class Metrics {
    /** Under which name the calls of all providers that not every tenant sees, or all hidden ones, are counted together. */
    private static final String OF_TENANTS = "(tenants)";

    private static final String HIDDEN = "(hidden)";
    private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, AtomicReference<BreakerState>> breakers = new ConcurrentHashMap<>();
    private volatile @Nullable Checkpoints checkpoints;
    private @Nullable PrometheusMeterRegistry registry;

    /**
     * Who sees the calls of a provider to its backend. Those that not every tenant sees are not told apart: whoever
     * reads metrics needs no token, and is not to learn who the tenants are.
     */
    public CallObserver observerOf(ProviderDefinition definition) {
        return switch (definition.visibility()) {
            case ProviderVisibility.Shared shared ->
                shared.withAll() ? observerOf(definition.id().value()) : together(OF_TENANTS);
            case ProviderVisibility.Hidden hidden -> together(HIDDEN);
            case ProviderVisibility.Owned owned -> together(OF_TENANTS);
        };
    }

    private CallObserver together(String providers) {
        return new ProviderCalls(this::registry, providers, Optional.empty());
    }

    /** A provider that is made anew begins with a closed breaker. */
    private CallObserver observerOf(String provider) {
        AtomicReference<BreakerState> breaker =
                breakers.computeIfAbsent(provider, id -> new AtomicReference<>(BreakerState.CLOSED));
        breaker.set(BreakerState.CLOSED);
        return new ProviderCalls(this::registry, provider, Optional.of(breaker));
    }

    void watch(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    void scrape(Context context) {
        context.contentType(MEDIA_TYPE).result(registry().scrape());
    }

    /** Made when it is first needed, so that a start need not wait for it. */
    private synchronized PrometheusMeterRegistry registry() {
        if (registry == null) {
            registry = filled(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        }
        return registry;
    }

    private int alarms() {
        Checkpoints watched = checkpoints;
        return watched == null ? 0 : watched.alarms().size();
    }

    private PrometheusMeterRegistry filled(PrometheusMeterRegistry empty) {
        Gauge.builder("kms.audit.alarms", this, Metrics::alarms)
                .description("Audit logs that were changed and are no longer signed; must be 0")
                .register(empty);
        new JvmMemoryMetrics().bindTo(empty);
        new JvmThreadMetrics().bindTo(empty);
        new ProcessorMetrics().bindTo(empty);
        new UptimeMetrics().bindTo(empty);
        return empty;
    }
}
