package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.StorageType;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;

/** Where keys are. Safe for use by many threads. File stores throw {@link UnavailableException} when files fail. */
interface Keystore extends AutoCloseable {

    /** What it is, for the capabilities. */
    StorageType storage();

    /**
     * Keeps a key.
     *
     * @param material the same key, to be written down; stays the caller's to close
     * @throws ConflictException when there is a key of that handle already, which stays as it is
     */
    void add(KeyHandle handle, LoadedKey key, PrivateKeyMaterial material);

    /**
     * The key, ready for use.
     *
     * @throws NotFoundException when there is none of that handle
     * @throws IntegrityException when what is kept is damaged or belongs elsewhere
     */
    LoadedKey find(KeyHandle handle);

    /** Removes a key and whatever an unfinished {@link #add} left of it. Nothing there is no error. */
    void remove(KeyHandle handle);

    /** Whether keys can be kept now. */
    Health health();

    /** Wipes what is in memory. */
    @Override
    void close();

    /** The one sentence for all keys that are not there, or not there for that tenant. */
    static NotFoundException notFound() {
        return new NotFoundException("the provider has no such key");
    }

    /** What is said of a key that is made twice. */
    static ConflictException exists() {
        return new ConflictException("the provider has made a key for this reference already");
    }
}
