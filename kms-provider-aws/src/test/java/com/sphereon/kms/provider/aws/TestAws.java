package com.sphereon.kms.provider.aws;

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
import java.util.function.LongSupplier;

/** A fake AWS that is running, and providers for it. */
final class TestAws implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final TenantId STRANGER = new TenantId("other");

    final FakeAwsKms fake = new FakeAwsKms();
    final FaultyHttpServer server = fake.start();

    /** Opens a provider with an access key. */
    KeyProvider open(String... others) {
        return open(accessKeySettings(server.url()), others);
    }

    static KeyProvider open(Map<String, String> settings, String... others) {
        Map<String, String> all = new HashMap<>(settings);
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return open(all, CallObserver.NONE);
    }

    static KeyProvider open(Map<String, String> settings, CallObserver observer) {
        return new AwsKeyProviderFactory()
                .create(new ProviderSettings(
                        new ProviderId("aws"), new Settings(settings), Path.of("unused"), observer));
    }

    /** With a clock of the test for what is remembered. */
    KeyProvider openAt(LongSupplier nanoTime) {
        ProviderSettings provider = ProviderSettings.of("aws", accessKeySettings(server.url()), Path.of("unused"));
        return AwsKeyProvider.open(provider, AwsSettings.from(provider), nanoTime);
    }

    /** What every provider of the fake needs, without credentials. */
    static Map<String, String> baseSettings(String url) {
        return Map.of(
                "region", FakeAwsKms.REGION,
                "endpoint-url", url,
                "deadline", "PT60S",
                "max-retries", "0",
                "base-delay-in-ms", "1",
                "max-delay-in-ms", "2");
    }

    static Map<String, String> accessKeySettings(String url) {
        Map<String, String> settings = new HashMap<>(baseSettings(url));
        settings.put("credential-mode", "access-key");
        settings.put("access-key-id", reference(FakeAwsKms.ACCESS_KEY_ID));
        settings.put("secret-access-key", reference(FakeAwsKms.SECRET_ACCESS_KEY));
        return settings;
    }

    /** A reference to a file that holds the text. */
    static String reference(String text) {
        return "file:" + file(text);
    }

    static Path file(String text) {
        try {
            Path file = Files.createTempFile("aws", ".txt");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NewKey order(KeySpec spec) {
        return order(spec, KeyUse.SIG);
    }

    static NewKey order(KeySpec spec, KeyUse use) {
        return order(spec, use, Optional.empty());
    }

    static NewKey order(KeySpec spec, KeyUse use, Optional<SignatureAlgorithm> algorithm) {
        UUID reference = UUID.randomUUID();
        return new NewKey(
                reference,
                new KeyName(TENANT, new KeyAlias("key:" + reference), 1),
                KeyParameters.of(spec, KeyUsage.of(spec, Optional.of(use), Set.of()), algorithm));
    }

    static KeyHandle handle(String keyId) {
        return new KeyHandle(TENANT, keyId);
    }

    static SigningInput input(SignatureAlgorithm algorithm, int bytes) {
        return new SigningInput(algorithm, InputType.RAW, new byte[bytes]);
    }

    @Override
    public void close() {
        server.close();
    }
}
