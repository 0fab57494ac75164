package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Providers over files, and keys for them. */
final class TestProvider {
    static final String ID = "software-test";
    static final TenantId TENANT = new TenantId("acme");
    static final TenantId STRANGER = new TenantId("other");
    static final KeySpec P256 = SignatureAlgorithm.ECDSA_SHA256.defaultKeySpec();
    static final SigningInput INPUT = new SigningInput(
            SignatureAlgorithm.ECDSA_SHA256, InputType.RAW, "message".getBytes(StandardCharsets.UTF_8));

    private static final CryptoEngines ENGINES = CryptoEngines.choose(CryptographyProvider.AUTO);

    private TestProvider() {}

    /** The way everybody opens one. Settings are given as name, value, name, value. */
    static KeyProvider open(Path dataDirectory, String... settings) {
        return open(ID, dataDirectory, settings);
    }

    static KeyProvider open(String id, Path dataDirectory, String... settings) {
        return new SoftwareKeyProviderFactory().create(settings(id, dataDirectory, settings));
    }

    /** With file operations of the test's choice, and engines that are chosen once for all such providers. */
    static KeyProvider open(FileOperations operations, Path dataDirectory, String... settings) {
        ProviderSettings given = settings(ID, dataDirectory, settings);
        SoftwareSettings parsed = SoftwareSettings.from(given);
        LoadedKeys loader = new LoadedKeys(ENGINES);
        FileKeystore keystore = new FileKeystoreOpening(given, parsed, operations).open(loader);
        return new SoftwareKeyProvider(ENGINES, loader, keystore);
    }

    static ProviderSettings settings(String id, Path dataDirectory, String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return ProviderSettings.of(id, values, dataDirectory);
    }

    static NewKey newKey() {
        return newKey(TENANT, P256);
    }

    static NewKey newKey(TenantId tenant, KeySpec spec) {
        boolean signs = !SignatureAlgorithm.fitting(spec).isEmpty();
        KeyUsage usage = KeyUsage.of(spec, Optional.of(signs ? KeyUse.SIG : KeyUse.ENC), Set.of());
        KeyParameters parameters = KeyParameters.of(spec, usage, Optional.empty());
        return new NewKey(UUID.randomUUID(), new KeyName(tenant, new KeyAlias("key"), 1), parameters);
    }

    static KeyHandle handle(NewKey key) {
        return new KeyHandle(key.name().tenant(), key.reference().toString());
    }

    static KeyHandle generated(KeyProvider provider) {
        NewKey key = newKey();
        provider.generate(key);
        return handle(key);
    }

    /** Where the default settings put a key. */
    static Path file(Path dataDirectory, KeyHandle handle) {
        return dataDirectory
                .resolve("keystore")
                .resolve(ID)
                .resolve(handle.tenant().value())
                .resolve(handle.providerKeyId() + ".jwe");
    }

    /** Every file below a folder. */
    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
