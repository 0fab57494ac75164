package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of one instance.
 *
 * @param keyStoreType {@value #KEY_STORE_TYPE}: {@code memory} or {@code file}, which is the default
 * @param path {@value #KEY_STORE_PATH}: where the files are; by default {@code keystore/<provider id>} in the data
 *     directory
 * @param masterKey {@value #MASTER_KEY}: reference to the Base64 text of the 32 bytes that key files are encrypted with
 * @param previousMasterKeys {@value #PREVIOUS_MASTER_KEYS}: references, parted by commas, to the keys that files may
 *     still be encrypted with
 * @param cryptographyProvider {@value #CRYPTOGRAPHY_PROVIDER}: {@code auto} (the default), {@code accp} or {@code jdk}
 */
record SoftwareSettings(
        KeyStoreType keyStoreType,
        Path path,
        Optional<SecretReference> masterKey,
        List<SecretReference> previousMasterKeys,
        CryptographyProvider cryptographyProvider) {
    static final String KEY_STORE_TYPE = "key-store.type";
    static final String KEY_STORE_PATH = "key-store.path";
    static final String MASTER_KEY = "key-store.master-key";
    static final String PREVIOUS_MASTER_KEYS = "key-store.previous-master-keys";
    static final String CRYPTOGRAPHY_PROVIDER = "cryptography-provider";
    static final Set<String> NAMES =
            Set.of(KEY_STORE_TYPE, KEY_STORE_PATH, MASTER_KEY, PREVIOUS_MASTER_KEYS, CRYPTOGRAPHY_PROVIDER);

    /** The folder in the data directory that holds the key stores for which no path is set. */
    static final String DEFAULT_FOLDER = "keystore";

    /** @throws InvalidSettingException when a setting is wrong */
    static SoftwareSettings from(ProviderSettings provider) {
        Settings settings = provider.settings();
        Path defaultPath = provider.dataDirectory()
                .resolve(DEFAULT_FOLDER)
                .resolve(provider.id().value());
        return new SoftwareSettings(
                settings.choice(KEY_STORE_TYPE, KeyStoreType.class, KeyStoreType.FILE),
                settings.path(KEY_STORE_PATH, defaultPath),
                settings.secret(MASTER_KEY),
                references(settings),
                settings.choice(CRYPTOGRAPHY_PROVIDER, CryptographyProvider.class, CryptographyProvider.AUTO));
    }

    private static List<SecretReference> references(Settings settings) {
        return settings.text(PREVIOUS_MASTER_KEYS).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(reference -> SecretReference.parse(PREVIOUS_MASTER_KEYS, reference.strip()))
                .toList();
    }
}
