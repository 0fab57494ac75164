package com.sphereon.kms.provider.rest;

import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RunningBackend;
import com.sphereon.kms.testkit.remote.SecretFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Another KMS with software keys in memory, and an authorization server whose tokens it takes. */
public final class RestBackend implements RunningBackend {
    private static final String SECRET = "canary-in-the-client-secret";
    private static final String WRONG_SECRET = "canary-in-a-wrong-client-secret";

    private final OpenKms kms;
    private final SecretFiles files;

    private RestBackend(Path folder) {
        this.kms = OpenKms.start(folder);
        this.files = new SecretFiles(folder);
        kms.issuer().accept(SECRET);
    }

    /** @param folder where its secrets are kept */
    public static RestBackend start(Path folder) {
        return new RestBackend(folder);
    }

    @Override
    public String providerType() {
        return new RestKeyProviderFactory().type();
    }

    @Override
    public Map<String, String> settings() {
        return settings(SECRET);
    }

    @Override
    public Map<String, String> settingsWithWrongSecret() {
        return settings(WRONG_SECRET);
    }

    private Map<String, String> settings(String secret) {
        return Map.of(
                "url",
                kms.server().url() + "/api/kms/v1",
                "token-endpoint",
                kms.issuer().tokenEndpoint(),
                "client-id",
                FakeIssuer.CLIENT,
                "client-secret",
                files.reference(secret),
                "scope",
                "tenant:{tenant}");
    }

    @Override
    public FaultyHttpServer server() {
        return kms.server();
    }

    @Override
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>(files.secrets());
        secrets.addAll(kms.issuer().given());
        return secrets;
    }

    @Override
    public List<String> keysToRegister() {
        return List.of();
    }

    @Override
    public void close() {
        kms.close();
    }
}
