package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /** Master keys that files may still be encrypted with, at most. */
    static final int MAX_PREVIOUS_MASTER_KEYS = 100;

    static final List<SettingSpec> SPECS = List.of(
            SettingSpec.choice(KEY_STORE_TYPE, KeyStoreType.class)
                    .defaultsTo("file")
                    .about("`file`, or `memory`: gone with the process"),
            SettingSpec.text(KEY_STORE_PATH, SettingKind.MAX_CHARS)
                    .about("folder of the key files, one folder per tenant below it; `<data-dir>/keystore/<id>` if not"
                            + " given"),
            SettingSpec.secret(MASTER_KEY)
                    .about(
                            "where the master key is: Base64 of 32 bytes; a file made in the data directory if not given"),
            SettingSpec.secrets(PREVIOUS_MASTER_KEYS, MAX_PREVIOUS_MASTER_KEYS)
                    .about("where master keys are that key files may still be under"),
            SettingSpec.choice(CRYPTOGRAPHY_PROVIDER, CryptographyProvider.class)
                    .defaultsTo("auto")
                    .about(
                            "`accp`: Amazon Corretto Crypto Provider or none; `jdk`: without it; `auto`: with it where its"
                                    + " library loads"));

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
                .flatMap(list -> new SettingKind.Secrets(MAX_PREVIOUS_MASTER_KEYS).references(list).stream())
                .map(reference -> SecretReference.parse(PREVIOUS_MASTER_KEYS, reference))
                .toList();
    }
}
