package com.sphereon.kms.http;

import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.http.token.Tokens;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The REST server. Requests run on virtual threads. Safe for use by many threads.
 *
 * <p>Closing it stops accepting, lets running requests finish for as long as {@link HttpSettings#shutdownTimeout()}
 * says, and returns. It does not close the service.
 */
public final class KmsHttp implements AutoCloseable {
    private final Javalin javalin;
    private final AtomicBoolean stopping;
    private final Optional<Tokens> tokens;

    private KmsHttp(Javalin javalin, AtomicBoolean stopping, Optional<Tokens> tokens) {
        this.javalin = javalin;
        this.stopping = stopping;
        this.tokens = tokens;
    }

    /** Starts to listen. Throws when the address is taken. */
    public static KmsHttp start(KeyManagementService kms, HttpSettings settings, BuildInfo build) {
        return start(kms, settings, build, new Metrics());
    }

    /** @param metrics what monitoring can ask for */
    public static KmsHttp start(KeyManagementService kms, HttpSettings settings, BuildInfo build, Metrics metrics) {
        return start(kms, settings, build, metrics, Clock.systemUTC());
    }

    /** @param clock by which tokens and the keys of their issuers age */
    static KmsHttp start(
            KeyManagementService kms, HttpSettings settings, BuildInfo build, Metrics metrics, Clock clock) {
        metrics.watch(kms.checkpoints());
        Optional<Tokens> tokens = settings.tokens().map(accepted -> Tokens.start(accepted, clock));
        try {
            AtomicBoolean stopping = new AtomicBoolean();
            Javalin javalin = server(
                    kms, settings, access(settings, tokens), operations(kms, settings, build, metrics, stopping));
            return new KmsHttp(javalin.start(), stopping, tokens);
        } catch (RuntimeException | Error e) {
            tokens.ifPresent(Tokens::close);
            throw e;
        }
    }

    private static Access access(HttpSettings settings, Optional<Tokens> tokens) {
        return tokens.<Access>map(TokenAccess::new)
                .orElseGet(() -> new AnonymousAccess(settings.anonymousTenant(), settings.host()));
    }

    private static List<Route> operations(
            KeyManagementService kms, HttpSettings settings, BuildInfo build, Metrics metrics, AtomicBoolean stopping) {
        OpenApiDocument openApi = new OpenApiDocument(
                settings.basePath(), build.version(), settings.tokens().isPresent());
        return new OperationsHttpAdapter(kms, build, openApi, metrics, stopping).routes();
    }

    private static Javalin server(
            KeyManagementService kms, HttpSettings settings, Access access, List<Route> operations) {
        Gate gate = new Gate(access, kms.auditLogs(), settings.basePath(), operations);
        return Javalin.create(config -> {
            configure(config, settings);
            config.routes.before(CorrelationId::assign);
            config.routes.before(gate::enter);
            operations.forEach(route -> add(config.routes, gate.guarded(route), ""));
            apiRoutes(kms, access, settings)
                    .forEach(route -> add(config.routes, gate.guarded(route), settings.basePath()));
            Errors.register(config.routes);
        });
    }

    /** HEAD does what GET does, and Jetty leaves the body out; Javalin's own HEAD would answer 200 to everything. */
    private static void add(RoutesConfig routes, Route route, String basePath) {
        String path = basePath + route.path();
        routes.addHttpHandler(route.method(), path, route.handler());
        if (route.method().equals(HandlerType.GET)) {
            routes.addHttpHandler(HandlerType.HEAD, path, route.handler());
        }
    }

    /** All operations of the API, relative to the base path. */
    static List<Route> apiRoutes(KeyManagementService kms, Access callers, HttpSettings settings) {
        Body body = new Body(settings.maxBodyBytes());
        Creations creations = new Creations(kms.idempotency());
        String basePath = settings.basePath();
        Forwarding forwarding = new Forwarding(kms.providers());
        // Javalin tries one route after the other, so what is asked for most comes first.
        return Stream.of(
                        new SignaturesHttpAdapter(kms.signatures(), callers, body, forwarding).routes(),
                        new EncryptionHttpAdapter(kms.encryption(), callers, body, forwarding).routes(),
                        new KeysHttpAdapter(kms, callers).routes(),
                        new KeyCreationHttpAdapter(kms, callers, body, creations, basePath).routes(),
                        new KeyLifecycleHttpAdapter(kms, callers, body).routes(),
                        new RotationsHttpAdapter(kms.rotations(), callers, body, creations, basePath).routes(),
                        new RotationPoliciesHttpAdapter(kms, callers, body).routes(),
                        new JwksHttpAdapter(kms.publication(), callers).routes(),
                        new SigningKeysHttpAdapter(kms, callers, body).routes(),
                        new ProviderIntegrationsHttpAdapter(
                                        kms.providerIntegrations(), callers, body, creations, basePath)
                                .routes(),
                        new AuditHttpAdapter(kms.auditLogs(), callers).routes(),
                        new ProvidersHttpAdapter(kms, callers).routes(),
                        new ProviderAdministrationHttpAdapter(
                                        kms.providerAdministration(), callers, body, creations, basePath)
                                .routes(),
                        new CapabilitiesHttpAdapter(kms.providers(), callers, body).routes(),
                        new ResolversHttpAdapter(kms.publicKeys(), callers, body).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static void configure(JavalinConfig config, HttpSettings settings) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        JettyTuning.apply(config.jetty, settings);
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        stopping.set(true);
        javalin.stop();
        tokens.ifPresent(Tokens::close);
    }
}
