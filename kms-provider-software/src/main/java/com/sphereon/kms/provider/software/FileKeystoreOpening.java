package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What is checked and tidied before a file key store is used. */
final class FileKeystoreOpening {
    private final ProviderId provider;
    private final Path dataDirectory;
    private final SoftwareSettings settings;
    private final DurableFiles files;

    FileKeystoreOpening(ProviderSettings provider, SoftwareSettings settings, FileOperations operations) {
        this.provider = provider.id();
        this.dataDirectory = provider.dataDirectory();
        this.settings = settings;
        this.files = new DurableFiles(operations);
    }

    /**
     * Opens the key store.
     *
     * @throws InvalidSettingException when the folder cannot be used, or the master key is not that of the keys there
     */
    FileKeystore open(LoadedKeys loader) {
        try {
            MasterKeys masterKeys = MasterKeys.read(masterKey(), settings.previousMasterKeys());
            SealedKeys sealedKeys = new SealedKeys(provider, masterKeys);
            KeyFolder folder = KeyFolder.open(settings.path(), files);
            requireMasterKey(folder, sealedKeys, masterKeys);
            Optional<Instant> started = ProcessHandle.current().info().startInstant();
            if (started.isPresent()) {
                folder.deleteTemporaries(started.get());
            }
            return new FileKeystore(folder, sealedKeys, loader);
        } catch (IOException e) {
            // its text is a path and what the system says of it
            throw new InvalidSettingException(SoftwareSettings.KEY_STORE_PATH, "cannot be used: %s".formatted(e));
        }
    }

    private SecretReference masterKey() throws IOException {
        if (settings.masterKey().isPresent()) {
            return settings.masterKey().get();
        }
        return new MasterKeyFile(dataDirectory, files).findOrCreate(settings.path());
    }

    /** One file tells enough: a key store is not mixed by accident. Each other one is checked when it is used. */
    private void requireMasterKey(KeyFolder folder, SealedKeys sealedKeys, MasterKeys masterKeys) throws IOException {
        Optional<Path> key = KeyFolder.anyKeyFile(folder.root());
        if (key.isEmpty()) {
            return;
        }
        Optional<String> unknown = sealedKeys.unknownMasterKey(folder.read(key.get()));
        if (unknown.isPresent()) {
            throw new InvalidSettingException(
                    SoftwareSettings.MASTER_KEY,
                    ("does not open the keys in %s: %s is encrypted with master key %s, configured are %s. Set the right"
                                    + " one, or add it to %s if it was replaced")
                            .formatted(
                                    folder.root(),
                                    key.get().getFileName(),
                                    unknown.get(),
                                    masterKeys.ids(),
                                    SoftwareSettings.PREVIOUS_MASTER_KEYS));
        }
    }
}
