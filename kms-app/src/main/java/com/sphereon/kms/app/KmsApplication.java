package com.sphereon.kms.app;

import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.ProviderRegistry;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.SignatureVerifier;
import com.sphereon.kms.http.HttpSettings;
import com.sphereon.kms.http.KmsHttp;
import com.sphereon.kms.http.Metrics;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running KMS: database, providers, service and server, opened in this order and closed in the reverse. Safe for use by
 * many threads.
 */
public final class KmsApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KmsApplication.class);

    private final Resources resources;
    private final KmsHttp http;

    private KmsApplication(Resources resources, KmsHttp http) {
        this.resources = resources;
        this.http = http;
    }

    /**
     * Starts with the built-in configuration, what the environment says, and these settings on top of both.
     *
     * @throws ConfigurationException when the configuration does not allow a start; nothing is left open then
     */
    public static KmsApplication start(Map<String, String> settings) {
        return start(new ConfigurationLoader(System.getenv()).load(settings));
    }

    static KmsApplication start(Configuration configuration) {
        Resources resources = new Resources();
        try {
            return new KmsApplication(resources, open(configuration, resources));
        } catch (RuntimeException | Error e) {
            resources.close();
            throw e;
        }
    }

    private static KmsHttp open(Configuration configuration, Resources resources) {
        HttpSettings http = ServerConfiguration.read(configuration);
        LifecycleConfiguration lifecycle = LifecycleConfiguration.read(configuration);
        Path dataDirectory = Path.of(configuration.require("kms.data-dir")).toAbsolutePath();
        AuditConfiguration audit = AuditConfiguration.read(configuration, dataDirectory);
        // Cryptography libraries take about as long to load as the database; neither waits for the other.
        CompletableFuture<SignatureVerifier> verifier = CompletableFuture.supplyAsync(Discovery::verifier);
        DatabaseConfiguration databases = new DatabaseConfiguration(configuration, dataDirectory);
        PlatformPersistence platform = resources.own(databases.openPlatform());
        Persistence persistence = resources.own(databases.openTenants());
        KeyManagementService.Builder builder =
                KeyManagementService.builder().persistence(persistence).verifier(joined(verifier));
        Metrics metrics = new Metrics();
        ProviderRegistry registry = resources.own(new ProviderRegistry(
                ProviderCatalog.types(dataDirectory, metrics), platform.providerRegistry(), Clock.systemUTC()));
        ProviderCatalog catalog = new ProviderCatalog(configuration);
        catalog.declareIn(registry);
        registry.open();
        catalog.setDefault(builder.providers(registry), registry);
        audit.set(builder);
        KeyManagementService kms =
                builder.destructionWindow(lifecycle.destructionWindow()).build();
        resources.own(Housekeeping.start(kms, persistence.shared(), lifecycle.checkInterval()));
        KmsHttp server = resources.own(listen(kms, http, metrics));
        LOG.info("listening on http://{}:{}{}", http.host(), server.port(), http.basePath());
        if (http.tokens().isEmpty()) {
            LOG.warn(
                    "NO AUTHENTICATION: whoever can reach this address may use every key of tenant '{}'. "
                            + "This is for local use only.",
                    http.anonymousTenant());
        }
        return server;
    }

    private static SignatureVerifier joined(CompletableFuture<SignatureVerifier> verifier) {
        try {
            return verifier.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ConfigurationException failure ? failure : e;
        }
    }

    private static KmsHttp listen(KeyManagementService kms, HttpSettings http, Metrics metrics) {
        try {
            return KmsHttp.start(kms, http, BuildFacts.read(), metrics);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SocketException || cause instanceof UnresolvedAddressException) {
                    throw new ConfigurationException(
                            "cannot listen on %s port %d (server.rest.host, server.rest.port): %s"
                                    .formatted(http.host(), http.port(), cause.getMessage()));
                }
            }
            throw e;
        }
    }

    /** The port the server listens on. */
    public int port() {
        return http.port();
    }

    /** Stops accepting, finishes what runs, and closes everything. May be repeated. */
    @Override
    public void close() {
        resources.close();
    }
}
