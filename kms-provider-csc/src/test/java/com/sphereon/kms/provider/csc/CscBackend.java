package com.sphereon.kms.provider.csc;

import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import com.sphereon.kms.testkit.remote.RunningBackend;
import com.sphereon.kms.testkit.remote.SecretFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fake signing service, with an authorization server at the same address. */
public final class CscBackend implements RunningBackend {
    private static final String WRONG_SECRET = "canary-wrong-client-secret";
    private static final List<String> CREDENTIALS = List.of("GX0112==/seal-1", "GX0112==/seal-2", "GX0112==/seal-3");

    private final List<Set<String>> given;
    private final FaultyHttpServer server;
    private final SecretFiles files;
    private final List<String> keys;
    private final Map<String, String> settings = new HashMap<>();

    private CscBackend(Script script, List<Set<String>> given, List<String> keys, Path folder) {
        this.server = FaultyHttpServer.start(script);
        this.given = given;
        this.keys = keys;
        this.files = new SecretFiles(folder);
        settings.put("base-url", server.url());
        settings.put("token-url", server.url() + FakeTokens.TOKEN_PATH);
        settings.put("client-id", FakeTokens.CLIENT_ID);
        settings.put("client-secret", files.reference(FakeTokens.CLIENT_SECRET));
        settings.put("scope", "service");
        settings.put("tenant-credentials", "*");
    }

    /**
     * Digidentity's CSC service, whose three credentials have keys on P-256 and want a PIN.
     *
     * @param folder where its secrets are kept
     */
    public static CscBackend start(Path folder) {
        FakeTokens tokens = new FakeTokens(true);
        FakeCsc fake = new FakeCsc(tokens, "v1");
        CREDENTIALS.forEach(id -> fake.add(id, "P-256").withPin(TestCsc.PIN));
        CscBackend backend = new CscBackend(fake, List.of(tokens.all(), fake.sads), CREDENTIALS, folder);
        backend.settings.put("variant", "digidentity");
        backend.settings.put("user-id", "seal-user");
        backend.settings.put("pin", backend.files.reference(TestCsc.PIN));
        return backend;
    }

    /**
     * Digidentity's automatic signer, which has one RSA key and wants an API key.
     *
     * @param folder where its secrets are kept
     */
    public static CscBackend startAutoSigner(Path folder) {
        FakeAutoSigner fake = new FakeAutoSigner();
        CscBackend backend = new CscBackend(fake, List.of(fake.tokens.all()), List.of(FakeAutoSigner.ID), folder);
        backend.settings.put("variant", "digidentity-auto-signer");
        backend.settings.put("auto-signer-id", FakeAutoSigner.ID);
        backend.settings.put("api-key", backend.files.reference(FakeAutoSigner.API_KEY));
        return backend;
    }

    @Override
    public String providerType() {
        return new CscKeyProviderFactory().type();
    }

    @Override
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    @Override
    public Map<String, String> settingsWithWrongSecret() {
        Map<String, String> wrong = new HashMap<>(settings);
        wrong.put("client-secret", files.reference(WRONG_SECRET));
        return wrong;
    }

    @Override
    public FaultyHttpServer server() {
        return server;
    }

    @Override
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>(files.secrets());
        given.forEach(secrets::addAll);
        return secrets;
    }

    @Override
    public List<String> keysToRegister() {
        return keys;
    }

    @Override
    public void close() {
        server.close();
    }
}
