package com.sphereon.kms.provider.rest;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.remote.FaultyHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Another KMS that listens, with what stands before it, and what a provider on it needs. */
final class OpenKms implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final TenantId STRANGER = new TenantId("other");
    static final KeySpec P256 = SignatureAlgorithm.ECDSA_SHA256.defaultKeySpec();
    static final SigningInput INPUT = new SigningInput(
            SignatureAlgorithm.ECDSA_SHA256, InputType.RAW, "message".getBytes(StandardCharsets.UTF_8));

    private final FakeIssuer issuer = new FakeIssuer();
    private final FaultyKms before = new FaultyKms();
    private final FaultyHttpServer server = FaultyHttpServer.start(before);
    private final OtherKms other;
    private final Path folder;

    private OpenKms(Path folder, boolean loop) {
        this.folder = folder;
        write("client-secret", issuer.secret());
        this.other = loop ? OtherKms.start(issuer, open("rest-provider-id", OtherKms.SECOND)) : OtherKms.start(issuer);
        before.standBefore(other.url());
    }

    /** @param folder where secrets are kept */
    static OpenKms start(Path folder) {
        return new OpenKms(folder, false);
    }

    /** With a second provider whose keys are at that very provider. */
    static OpenKms startLoop(Path folder) {
        return new OpenKms(folder, true);
    }

    /** What the provider reads as that secret from now on. */
    void write(String name, String secret) {
        try {
            Files.writeString(folder.resolve(name), secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeIssuer issuer() {
        return issuer;
    }

    FaultyKms before() {
        return before;
    }

    FaultyHttpServer server() {
        return server;
    }

    OtherKms other() {
        return other;
    }

    /** The settings for the other KMS, others besides or instead; those that are empty are left out. */
    Map<String, String> settings(String... others) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "url",
                server.url() + "/api/kms/v1",
                "token-endpoint",
                issuer.tokenEndpoint(),
                "client-id",
                FakeIssuer.CLIENT,
                "client-secret",
                "file:" + folder.resolve("client-secret"),
                "scope",
                "tenant:{tenant}",
                "deadline",
                "PT60S"));
        for (int i = 0; i < others.length; i += 2) {
            settings.put(others[i], others[i + 1]);
        }
        settings.values().removeIf(String::isEmpty);
        return settings;
    }

    /** The settings with one token in place of those the issuer gives on demand. */
    Map<String, String> settingsWithToken(String token) {
        write("token", token);
        return settings(
                "token-endpoint", "",
                "client-id", "",
                "client-secret", "",
                "scope", "",
                "bearer-jwt", "file:" + folder.resolve("token"));
    }

    KeyProvider open(String... others) {
        return open(settings(others), CallObserver.NONE);
    }

    static KeyProvider open(Map<String, String> settings) {
        return open(settings, CallObserver.NONE);
    }

    static KeyProvider open(Map<String, String> settings, CallObserver observer) {
        return new RestKeyProviderFactory()
                .create(new ProviderSettings(
                        new ProviderId("rest-test"), new Settings(settings), Path.of("unused"), observer));
    }

    static NewKey newKey(TenantId tenant, KeySpec spec, KeyUse use) {
        KeyUsage usage = KeyUsage.of(spec, Optional.of(use), Set.of());
        KeyParameters parameters = KeyParameters.of(spec, usage, Optional.empty());
        return new NewKey(UUID.randomUUID(), new KeyName(tenant, new KeyAlias("a:key"), 1), parameters);
    }

    static NewKey newKey() {
        return newKey(TENANT, P256, KeyUse.SIG);
    }

    static KeyHandle handle(ProviderKey key) {
        return new KeyHandle(TENANT, key.providerKeyId());
    }

    @Override
    public void close() {
        server.close();
        before.close(); // its connections, for the end of which a server waits
        other.close();
        issuer.close();
    }
}
