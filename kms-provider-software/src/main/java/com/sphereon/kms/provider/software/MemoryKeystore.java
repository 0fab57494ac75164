package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.spi.KeyHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys in this process, for tests and for demonstrations. */
final class MemoryKeystore implements Keystore {
    private final Map<KeyHandle, LoadedKey> keys = new ConcurrentHashMap<>();

    @Override
    public StorageType storage() {
        return StorageType.EPHEMERAL;
    }

    @Override
    public void add(KeyHandle handle, LoadedKey key, PrivateKeyMaterial material) {
        if (keys.putIfAbsent(handle, key) != null) {
            throw Keystore.exists();
        }
    }

    @Override
    public LoadedKey find(KeyHandle handle) {
        LoadedKey key = keys.get(handle);
        if (key == null) {
            throw Keystore.notFound();
        }
        return key;
    }

    /** Does not wipe the key: another thread may be signing with it. */
    @Override
    public void remove(KeyHandle handle) {
        keys.remove(handle);
    }

    @Override
    public Health health() {
        return new Health.Up();
    }

    @Override
    public void close() {
        keys.values().forEach(LoadedKey::wipe);
        keys.clear();
    }
}
