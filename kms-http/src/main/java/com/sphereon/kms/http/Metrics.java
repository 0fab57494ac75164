package com.sphereon.kms.http;

import com.sphereon.kms.core.service.Checkpoints;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/** What monitoring asks, in the text format of Prometheus. Safe for use by many threads. */
final class Metrics {
    private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Checkpoints checkpoints;
    private @Nullable PrometheusMeterRegistry registry;

    Metrics(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    void scrape(Context context) {
        context.contentType(MEDIA_TYPE).result(registry().scrape());
    }

    /** Made when it is first asked for, so that a start need not wait for it. */
    private synchronized PrometheusMeterRegistry registry() {
        if (registry == null) {
            registry = filled(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        }
        return registry;
    }

    private PrometheusMeterRegistry filled(PrometheusMeterRegistry empty) {
        Gauge.builder("kms.audit.alarms", checkpoints, c -> c.alarms().size())
                .description("Audit logs that were changed and are no longer signed; must be 0")
                .register(empty);
        new JvmMemoryMetrics().bindTo(empty);
        new JvmThreadMetrics().bindTo(empty);
        new ProcessorMetrics().bindTo(empty);
        new UptimeMetrics().bindTo(empty);
        return empty;
    }
}
