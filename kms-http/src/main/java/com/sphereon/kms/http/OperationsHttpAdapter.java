package com.sphereon.kms.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.ProviderHealth;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What operators and probes ask, at the root and without authentication. */
final class OperationsHttpAdapter {
    private static final String UP = "UP";
    private static final String DOWN = "DOWN";

    /** In place of the reason, which may name files and variables of this machine. */
    private static final String PROVIDER_IS_DOWN = "cannot be used now; the log and /validate of the provider say why";

    private final KeyManagementService kms;
    private final BuildInfo build;
    private final OpenApiDocument openApi;
    private final AtomicBoolean stopping;
    private final Metrics metrics;

    OperationsHttpAdapter(
            KeyManagementService kms,
            BuildInfo build,
            OpenApiDocument openApi,
            Metrics metrics,
            AtomicBoolean stopping) {
        this.kms = kms;
        this.build = build;
        this.openApi = openApi;
        this.stopping = stopping;
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Right.OPERATE, "/health", OperationsHttpAdapter::health),
                Route.get(Right.OPERATE, "/ready", this::ready),
                Route.get(Right.OPERATE, "/metrics", metrics::scrape),
                Route.get(Right.OPERATE, "/version", context -> Answer.ok(context, build)),
                Route.get(
                        Right.OPERATE,
                        "/openapi.json",
                        context -> context.contentType("application/json").result(openApi.bytes())));
    }

    private static void health(Context context) {
        context.contentType("text/plain").result("OK");
    }

    /**
     * Ready means: new calls can be answered. A provider that is down is reported, but the others go on serving, so it
     * does not take the replica out.
     */
    private void ready(Context context) {
        Health database = kms.persistence().health();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of("database", database));
        kms.providers().health().forEach(provider -> checks.add(Check.of(provider)));
        checks.add(Check.of("provider registry", kms.providers().registryHealth()));
        checks.add(Check.of("audit log", audit()));
        boolean ready = database instanceof Health.Up && !stopping.get();
        Answer.json(
                context,
                ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                new Readiness(ready ? UP : DOWN, checks));
    }

    /** Whose logs they are is nobody's business here; the audit API and the log of the server tell. */
    private Health audit() {
        int alarms = kms.checkpoints().alarms().size();
        return alarms == 0
                ? new Health.Up()
                : new Health.Down("audit logs that were changed and are no longer signed: %d".formatted(alarms));
    }

    /** Body of {@code /ready}. */
    record Readiness(String status, List<Check> checks) {}

    /** One thing we depend on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(String name, String status, @Nullable String reason) {

        static Check of(ProviderHealth provider) {
            String name = "provider " + provider.id();
            return switch (provider.health()) {
                case Health.Up up -> new Check(name, UP, null);
                case Health.Down down -> new Check(name, DOWN, PROVIDER_IS_DOWN);
            };
        }

        static Check of(String name, Health health) {
            return switch (health) {
                case Health.Up up -> new Check(name, UP, null);
                case Health.Down down -> new Check(name, DOWN, down.reason());
            };
        }
    }
}
