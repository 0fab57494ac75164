package com.sphereon.kms.provider.azure;

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
import com.sphereon.kms.provider.remote.KnownKeys;
import com.sphereon.kms.provider.remote.RemoteSettings;
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
import java.util.function.LongSupplier;

/** A fake vault that listens, and what a provider on it needs. */
final class OpenVault implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final TenantId STRANGER = new TenantId("other");
    static final KeySpec P256 = SignatureAlgorithm.ECDSA_SHA256.defaultKeySpec();
    static final SigningInput INPUT = new SigningInput(
            SignatureAlgorithm.ECDSA_SHA256, InputType.RAW, "message".getBytes(StandardCharsets.UTF_8));

    private static final String SECRET = "a client secret";

    private final FakeVault fake;
    private final FaultyHttpServer server;
    private final Path secretFile;

    private OpenVault(FakeVault fake, Path secretFile) {
        this.fake = fake;
        this.server = FaultyHttpServer.start(fake);
        this.secretFile = secretFile;
    }

    /** @param folder where the client secret is kept */
    static OpenVault start(HsmType type, Path folder) {
        OpenVault vault =
                new OpenVault(new FakeVault(type == HsmType.MANAGED_HSM, SECRET), folder.resolve("client-secret"));
        vault.write(SECRET);
        return vault;
    }

    /** What the provider reads as its secret from now on. */
    void write(String secret) {
        try {
            Files.writeString(secretFile, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeVault fake() {
        return fake;
    }

    FaultyHttpServer server() {
        return server;
    }

    /** The settings for the fake vault, others besides or instead; those that are empty are left out. */
    Map<String, String> settings(String... others) {
        Map<String, String> settings = new HashMap<>(Map.of(
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
                "file:" + secretFile,
                "deadline",
                "PT60S"));
        for (int i = 0; i < others.length; i += 2) {
            settings.put(others[i], others[i + 1]);
        }
        settings.values().removeIf(String::isEmpty);
        return settings;
    }

    KeyProvider open(String... others) {
        return open(settings(others), CallObserver.NONE);
    }

    static KeyProvider open(Map<String, String> settings, CallObserver observer) {
        return new AzureKeyProviderFactory()
                .create(new ProviderSettings(
                        new ProviderId("azure-test"), new Settings(settings), Path.of("unused"), observer));
    }

    /** With a clock of the test for what is remembered. */
    KeyProvider openAt(LongSupplier nanoTime) {
        ProviderSettings provider = ProviderSettings.of("azure-test", settings(), Path.of("unused"));
        RemoteSettings limits = RemoteSettings.from(provider.settings());
        return AzureKeyProviderFactory.create(provider, limits, KnownKeys.with(limits, nanoTime));
    }

    static NewKey newKey(KeySpec spec, KeyUse use) {
        KeyUsage usage = KeyUsage.of(spec, Optional.of(use), Set.of());
        KeyParameters parameters = KeyParameters.of(spec, usage, Optional.empty());
        return new NewKey(UUID.randomUUID(), new KeyName(TENANT, new KeyAlias("a:key"), 1), parameters);
    }

    static NewKey newKey() {
        return newKey(P256, KeyUse.SIG);
    }

    static KeyHandle handle(ProviderKey key) {
        return new KeyHandle(TENANT, key.providerKeyId());
    }

    /** The only name there is in the vault. */
    String onlyName() {
        return fake.keys().names().getFirst();
    }

    @Override
    public void close() {
        server.close();
    }
}
