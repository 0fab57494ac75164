package com.sphereon.kms.provider.azure;

import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.RunningBackend;
import com.sphereon.kms.testkit.remote.SecretFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fake Key Vault, with Entra ID at the same address. */
public final class AzureBackend implements RunningBackend {
    private static final String SECRET = "canary-in-the-client-secret";
    private static final String WRONG_SECRET = "canary-in-a-wrong-client-secret";

    private final FakeVault fake = new FakeVault(false, SECRET);
    private final FaultyHttpServer server = FaultyHttpServer.start(fake);
    private final SecretFiles files;

    private AzureBackend(Path folder) {
        this.files = new SecretFiles(folder);
    }

    /** @param folder where its secrets are kept */
    public static AzureBackend start(Path folder) {
        return new AzureBackend(folder);
    }

    @Override
    public String providerType() {
        return new AzureKeyProviderFactory().type();
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
                "keyvault-url",
                server.url(),
                "authority-host",
                server.url(),
                "tenant-id",
                FakeTokens.TENANT,
                "client-id",
                FakeTokens.CLIENT,
                "credential-mode",
                "service-client-secret",
                "client-secret",
                files.reference(secret));
    }

    @Override
    public FaultyHttpServer server() {
        return server;
    }

    @Override
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>(files.secrets());
        secrets.addAll(fake.tokens().all());
        return secrets;
    }

    @Override
    public List<String> keysToRegister() {
        return List.of();
    }

    @Override
    public void close() {
        server.close();
    }
}
