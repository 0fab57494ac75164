package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.spi.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The master keys of a provider.
 *
 * @param all the first encrypts new key files, every one decrypts those made with it
 */
record MasterKeys(List<MasterKey> all) implements AutoCloseable {

    /** Keeps its own list. */
    MasterKeys {
        all = List.copyOf(all);
    }

    /** Reads all of them now, so that a wrong reference is found at the start. */
    static MasterKeys read(SecretReference current, List<SecretReference> previous) {
        List<MasterKey> keys = new ArrayList<>();
        keys.add(MasterKey.read(SoftwareSettings.MASTER_KEY, current));
        for (SecretReference reference : previous) {
            keys.add(MasterKey.read(SoftwareSettings.PREVIOUS_MASTER_KEYS, reference));
        }
        return new MasterKeys(keys);
    }

    /** The one that encrypts. */
    MasterKey current() {
        return all.getFirst();
    }

    /** The one of that id. */
    Optional<MasterKey> find(String id) {
        return all.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** All ids, for messages. */
    String ids() {
        return all.stream().map(MasterKey::id).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        all.forEach(MasterKey::close);
    }
}
