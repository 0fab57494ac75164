package com.sphereon.kms.http;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.service.KeyManagementService;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import java.util.List;
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

    private KmsHttp(Javalin javalin, AtomicBoolean stopping) {
        this.javalin = javalin;
        this.stopping = stopping;
    }

    /** Starts to listen. Throws when the address is taken. */
    public static KmsHttp start(KeyManagementService kms, HttpSettings settings, BuildInfo build) {
        Caller anonymous = new Caller(settings.anonymousTenant(), "anonymous");
        AtomicBoolean stopping = new AtomicBoolean();
        OpenApiDocument openApi = new OpenApiDocument(settings.basePath(), build.version());
        List<Route> operations = new OperationsHttpAdapter(kms, build, openApi, stopping).routes();
        List<Route> api = apiRoutes(kms, context -> anonymous, settings);
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings);
            config.routes.before(CorrelationId::assign);
            operations.forEach(route -> add(config.routes, route, ""));
            api.forEach(route -> add(config.routes, route, settings.basePath()));
            Errors.register(config.routes);
        });
        return new KmsHttp(javalin.start(), stopping);
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
    static List<Route> apiRoutes(KeyManagementService kms, Callers callers, HttpSettings settings) {
        Body body = new Body(settings.maxBodyBytes());
        return Stream.of(
                        new KeysHttpAdapter(kms, callers, body, settings.basePath()).routes(),
                        new ProvidersHttpAdapter(kms.providers(), callers).routes(),
                        new CapabilitiesHttpAdapter(kms.providers(), callers).routes(),
                        new ResolversHttpAdapter(kms.publicKeys(), callers, body).routes(),
                        new SignaturesHttpAdapter(kms.signatures(), callers, body).routes())
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
    }
}
