package com.sphereon.kms.provider.software;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * Keys in encrypted files, one per key version. Several processes may share the folder.
 *
 * <p>Keys that were used are kept ready in memory, up to {@value #MAX_LOADED_KEYS}. A key this process deletes leaves
 * memory at once; that another process deleted its file is noticed when the key is next loaded. So it is the core, by
 * the state of the key's reference, that stops a deleted key everywhere, not this cache.
 */
final class FileKeystore implements Keystore {
    /** Most keys that are kept ready for use. */
    static final int MAX_LOADED_KEYS = 10_000;

    /** Files fail because a disk is full or gone: that takes a person, or a volume being mounted again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final KeyFolder folder;
    private final SealedKeys sealedKeys;
    private final LoadedKeys loader;
    private final Cache<KeyHandle, LoadedKey> loaded;
    /** Kept, so that a signature does not make a new one. */
    private final Function<KeyHandle, LoadedKey> load = this::load;

    FileKeystore(KeyFolder folder, SealedKeys sealedKeys, LoadedKeys loader) {
        this(folder, sealedKeys, loader, MAX_LOADED_KEYS);
    }

    FileKeystore(KeyFolder folder, SealedKeys sealedKeys, LoadedKeys loader, int maxLoadedKeys) {
        this.folder = folder;
        this.sealedKeys = sealedKeys;
        this.loader = loader;
        this.loaded = Caffeine.newBuilder()
                .maximumSize(maxLoadedKeys)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public StorageType storage() {
        return StorageType.PERSISTENT;
    }

    @Override
    public void add(KeyHandle handle, LoadedKey key, PrivateKeyMaterial material) {
        UUID reference = UUID.fromString(handle.providerKeyId());
        byte[] content = sealedKeys.seal(handle, material);
        try {
            folder.write(handle.tenant(), reference, content);
        } catch (FileAlreadyExistsException e) {
            throw Keystore.exists();
        } catch (IOException e) {
            throw unavailable(e);
        }
        loaded.put(handle, key);
    }

    @Override
    public LoadedKey find(KeyHandle handle) {
        return loaded.get(handle, load);
    }

    private LoadedKey load(KeyHandle handle) {
        Path file = folder.place(handle).orElseThrow(Keystore::notFound);
        try (PrivateKeyMaterial material = sealedKeys.open(handle, folder.read(file))) {
            return loader.load(handle.providerKeyId(), material);
        } catch (NoSuchFileException e) {
            throw Keystore.notFound();
        } catch (IOException e) {
            throw unavailable(e);
        } catch (GeneralSecurityException e) {
            throw new IntegrityException("the stored key is damaged", e);
        }
    }

    @Override
    public void remove(KeyHandle handle) {
        if (folder.place(handle).isEmpty()) {
            return;
        }
        try {
            folder.delete(handle.tenant(), UUID.fromString(handle.providerKeyId()));
        } catch (IOException e) {
            throw unavailable(e);
        } finally {
            // after the file: a load that still found it has put the key into memory before this waits for it
            loaded.invalidate(handle);
        }
    }

    @Override
    public Health health() {
        Path root = folder.root();
        return Files.isDirectory(root) && Files.isWritable(root)
                ? new Health.Up()
                : new Health.Down("the key store is not a folder that can be written to");
    }

    @Override
    public void close() {
        loaded.asMap().values().forEach(LoadedKey::wipe);
        loaded.invalidateAll();
        sealedKeys.close();
    }

    private static UnavailableException unavailable(IOException cause) {
        return new UnavailableException("the provider's key store cannot be used now", RETRY_AFTER, cause);
    }
}
