package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.http.BuildInfo;
import com.sphereon.kms.http.HttpSettings;
import com.sphereon.kms.http.KmsHttp;
import com.sphereon.kms.http.token.TokenSettings;
import com.sphereon.kms.provider.software.SoftwareKeyProviderFactory;
import com.sphereon.kms.provider.software.SoftwareSignatureVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our own server with software keys in memory, which wants tokens; and one more provider, where the test has one. */
final class OtherKms implements AutoCloseable {
    static final String PROVIDER = "software-default";
    static final String SECOND = "second";
    /** The same as {@link #SECOND}, but no tenant sees it, and only another one. */
    static final String HIDDEN = "hidden";

    static final String TAKEN_AWAY = "taken-away";
    private static final int MAX_BODY_BYTES = 4 << 20;

    private final KeyProvider software;
    private final KeyManagementService service;
    private final KmsHttp server;

    private static RegisteredProvider front(String id, ProviderVisibility visibility, KeyProvider provider) {
        return new RegisteredProvider(new ProviderId(id), "rest", id, visibility, provider);
    }

    private OtherKms(FakeIssuer issuer, Optional<KeyProvider> second) {
        this.software = new SoftwareKeyProviderFactory()
                .create(ProviderSettings.of(PROVIDER, Map.of("key-store.type", "memory"), Path.of("unused")));
        KeyManagementService.Builder builder = KeyManagementService.builder()
                .persistence(new InMemoryPersistence())
                .verifier(new SoftwareSignatureVerifier())
                .defaultProvider(PROVIDER, "software", software);
        second.ifPresent(provider -> {
            builder.provider(front(SECOND, ProviderVisibility.tenants(), provider));
            builder.provider(front(HIDDEN, ProviderVisibility.system(), provider));
            builder.provider(front(
                    TAKEN_AWAY, new ProviderVisibility.Shared(false, Set.of(new TenantId("umbrella"))), provider));
        });
        this.service = builder.build();
        this.server = KmsHttp.start(
                service,
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        "/api/kms/v1",
                        MAX_BODY_BYTES,
                        Duration.ofSeconds(10),
                        new TenantId("nobody"),
                        Optional.of(TokenSettings.of(List.of(issuer.settings())))),
                new BuildInfo("kms", "1", "test", "now"));
    }

    static OtherKms start(FakeIssuer issuer) {
        return new OtherKms(issuer, Optional.empty());
    }

    /** @param second of type {@code rest} */
    static OtherKms start(FakeIssuer issuer, KeyProvider second) {
        return new OtherKms(issuer, Optional.of(second));
    }

    /** What is served. */
    KeyManagementService service() {
        return service;
    }

    /** Where it listens, without a path. */
    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.close();
        software.close();
    }
}
