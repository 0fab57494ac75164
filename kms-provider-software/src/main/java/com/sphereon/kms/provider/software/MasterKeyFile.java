package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master key for those who configure none: a file in the data directory, so that a first start needs no settings.
 * It protects a copied key file, not a copied disk.
 */
final class MasterKeyFile {
    static final String NAME = "master.key";

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyFile.class);

    private final Path dataDirectory;
    private final DurableFiles files;

    MasterKeyFile(Path dataDirectory, DurableFiles files) {
        this.dataDirectory = dataDirectory;
        this.files = files;
    }

    /**
     * A reference to the file, which is made where there is none.
     *
     * @param keyStore where keys may be that need the file
     * @throws InvalidSettingException when there are keys but no file: a new one would not open them
     */
    SecretReference findOrCreate(Path keyStore) throws IOException {
        Path file = dataDirectory.resolve(NAME);
        if (!Files.exists(file)) {
            requireNoKeys(file, keyStore);
            create(file);
        }
        requireUsable(file);
        LOG.warn(
                "{} is not set: keys are encrypted with {}, which whoever reads the disk reads too. In production keep"
                        + " the master key elsewhere: put its Base64 text into an environment variable or a mounted"
                        + " secret, set {} to env:NAME or file:/path, and remove the file",
                SoftwareSettings.MASTER_KEY,
                file,
                SoftwareSettings.MASTER_KEY);
        return new SecretReference.File(SoftwareSettings.MASTER_KEY, file);
    }

    /** Looks at the other instances' default folders too: this file serves all of them. */
    private void requireNoKeys(Path file, Path keyStore) throws IOException {
        Optional<Path> key = KeyFolder.anyKeyFile(keyStore);
        if (key.isEmpty()) {
            key = KeyFolder.anyKeyFile(dataDirectory.resolve(SoftwareSettings.DEFAULT_FOLDER));
        }
        if (key.isPresent()) {
            throw new InvalidSettingException(
                    SoftwareSettings.MASTER_KEY,
                    "is not set and %s is gone, but there are keys, such as %s: restore the file, or set the master key"
                            .formatted(file, key.get()));
        }
    }

    private static void requireUsable(Path file) {
        try {
            MasterKey.read(SoftwareSettings.MASTER_KEY, new SecretReference.File(SoftwareSettings.MASTER_KEY, file))
                    .close();
        } catch (InvalidSettingException e) {
            throw new InvalidSettingException(
                    SoftwareSettings.MASTER_KEY,
                    "is not set and %s does not hold the Base64 text of exactly %d bytes: restore it from a backup"
                            .formatted(file, MasterKey.LENGTH_BYTES));
        }
    }

    private void create(Path file) throws IOException {
        files.createFolders(dataDirectory);
        byte[] key = new byte[MasterKey.LENGTH_BYTES];
        new SecureRandom().nextBytes(key);
        byte[] text = Base64.getEncoder().encode(key);
        try {
            files.writeOnce(dataDirectory.resolve(NAME + "." + UUID.randomUUID() + ".tmp"), file, text);
        } catch (FileAlreadyExistsException e) {
            LOG.info("{} was made by another process just now", file);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }
}
