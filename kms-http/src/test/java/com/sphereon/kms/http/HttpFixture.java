package com.sphereon.kms.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.InMemoryPlatform;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.ProviderRegistry;
import com.sphereon.kms.core.service.ProviderTypes;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.http.token.TokenSettings;
import com.sphereon.kms.provider.software.SoftwareKeyProviderFactory;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with software keys in memory, and a client for it. */
final class HttpFixture implements AutoCloseable {
    static final String PROVIDER = "software-default";
    /** Where keys are made only when somebody says so. */
    static final String SECOND_PROVIDER = "software-second";

    static final ObjectMapper JSON = new ObjectMapper();

    private final KeyProvider provider;
    private final KeyProvider secondProvider;
    private final KeyManagementService service;
    private ProviderRegistry registry;
    private final KmsHttp server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String basePath;
    private final Metrics metrics = new Metrics();

    HttpFixture(String basePath) {
        this(basePath, new InMemoryPersistence());
    }

    HttpFixture(String basePath, Persistence persistence) {
        this(basePath, persistence, Optional.empty(), Clock.systemUTC());
    }

    /** A server that wants tokens. */
    HttpFixture(String basePath, Persistence persistence, TokenSettings tokens, Clock clock) {
        this(basePath, persistence, Optional.of(tokens), clock);
    }

    private HttpFixture(String basePath, Persistence persistence, Optional<TokenSettings> tokens, Clock clock) {
        this.basePath = basePath;
        this.provider = provider(PROVIDER);
        this.secondProvider = provider(SECOND_PROVIDER);
        this.service = service(persistence, clock);
        this.server = KmsHttp.start(
                service, settings(basePath, tokens), new BuildInfo("kms", "1.2.3", "abc", "now"), metrics, clock);
    }

    /** What monitoring is told. */
    Metrics metrics() {
        return metrics;
    }

    private static KeyProvider provider(String id) {
        return new SoftwareKeyProviderFactory()
                .create(ProviderSettings.of(id, Map.of("key-store.type", "memory"), Path.of("unused")));
    }

    /** What is served. */
    KeyManagementService service() {
        return service;
    }

    private KeyManagementService service(Persistence persistence, Clock clock) {
        registry = new ProviderRegistry(
                new ProviderTypes(List.of(new SoftwareKeyProviderFactory()), Path.of("unused")),
                new InMemoryPlatform().providerRegistry(),
                clock);
        return KeyManagementService.builder()
                .persistence(persistence)
                .clock(clock)
                .providers(registry)
                .verifier(new SoftwareSignatureVerifier())
                .defaultProvider(PROVIDER, "software", provider)
                .provider(new RegisteredProvider(
                        new ProviderId(SECOND_PROVIDER),
                        "software",
                        SECOND_PROVIDER,
                        ProviderVisibility.tenants(),
                        secondProvider))
                .build();
    }

    static HttpSettings settings(String basePath) {
        return settings(basePath, Optional.empty());
    }

    private static HttpSettings settings(String basePath, Optional<TokenSettings> tokens) {
        return new HttpSettings(
                "127.0.0.1", 0, basePath, 64 * 1024, Duration.ofSeconds(10), new TenantId("default"), tokens);
    }

    int port() {
        return server.port();
    }

    HttpResponse<String> get(String path) {
        return send("GET", basePath + path, null);
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", basePath + path, null);
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", basePath + path, body);
    }

    /** With a token, below the base path. */
    HttpResponse<String> as(String token, String method, String path, String body) {
        return send(
                method, basePath + path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    /** @param path from the root of the server */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body != null && headers.length == 0) {
            request.header("Content-Type", "application/json");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closeServer() {
        server.close();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        registry.close();
        provider.close();
        secondProvider.close();
    }
}
