package com.sphereon.kms.provider.csc;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import com.sphereon.kms.testkit.remote.FaultyHttpServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Providers over fake services, with their secrets in files. */
final class TestCsc implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final String PIN = "canary-pin-4711";
    static final SigningInput INPUT = new SigningInput(
            SignatureAlgorithm.ECDSA_SHA256, InputType.RAW, "message".getBytes(StandardCharsets.UTF_8));

    final FaultyHttpServer server;
    private final Path folder;

    TestCsc(Script script, Path folder) {
        this.server = FaultyHttpServer.start(script);
        this.folder = folder;
        write("client-secret", FakeTokens.CLIENT_SECRET);
        write("pin", PIN);
        write("api-key", FakeAutoSigner.API_KEY);
    }

    /** Replaces a secret, and returns the reference to it. */
    String write(String name, String secret) {
        try {
            return "file:" + Files.writeString(folder.resolve(name), secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String reference(String name) {
        return "file:" + folder.resolve(name);
    }

    /** What every variant needs, and more settings as name, value, name, value. */
    Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "base-url",
                server.url(),
                "token-url",
                server.url() + FakeTokens.TOKEN_PATH,
                "client-id",
                FakeTokens.CLIENT_ID,
                "client-secret",
                reference("client-secret"),
                "scope",
                "service",
                "tenant-credentials",
                "*"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    /** Of a service that speaks CSC, with a PIN. */
    Map<String, String> csc(String... more) {
        Map<String, String> settings = settings("user-id", "seal-user", "pin", reference("pin"));
        settings.putAll(settings(more));
        return settings;
    }

    /** Of the automatic signer. */
    Map<String, String> automatic(String... more) {
        Map<String, String> settings = settings(
                "variant",
                "digidentity-auto-signer",
                "auto-signer-id",
                FakeAutoSigner.ID,
                "api-key",
                reference("api-key"));
        settings.putAll(settings(more));
        return settings;
    }

    static ProviderSettings provider(Map<String, String> settings, CallObserver observer) {
        return new ProviderSettings(new ProviderId("csc-test"), new Settings(settings), Path.of("unused"), observer);
    }

    static KeyProvider open(Map<String, String> settings) {
        return new CscKeyProviderFactory().create(provider(settings, CallObserver.NONE));
    }

    static KeyHandle handle(String id) {
        return new KeyHandle(TENANT, id);
    }

    @Override
    public void close() {
        server.close();
    }
}
