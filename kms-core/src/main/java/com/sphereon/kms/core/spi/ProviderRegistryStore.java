package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import java.util.List;

/**
 * Keeps the providers that were registered at run time, straight from the database. A write that returned is on disk, and
 * whatever process asks from then on sees it. Safe for use by many threads and processes.
 *
 * <p>No two registrations share a name ({@link ProviderDefinition#sharesNameWith}). Every method throws
 * {@link UnavailableException} when the database cannot be reached in time; then a write may or may not have happened.
 */
public interface ProviderRegistryStore {

    /** A number that is another one after each change. */
    long changes();

    /**
     * All registrations, ordered by provider id, the platform's before those of tenants. Whoever asked for
     * {@link #changes()} before gets nothing that is older than that.
     */
    List<ProviderRegistration> list();

    /**
     * @throws ConflictException when there is one with that id, or one it shares its name with; nothing is written then
     * @throws UnsupportedException when there is no place for its type, or for one of its settings
     */
    void insert(ProviderRegistration registration);

    /**
     * Replaces a registration, whose provider id, type and owner stay, by its next revision.
     *
     * @param changed has a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or nothing is; nothing is written then
     * @throws UnsupportedException when there is no place for one of its settings
     */
    void update(ProviderRegistration changed);

    /** @throws ConflictException when what is stored is not this very revision; nothing is deleted then */
    void delete(ProviderRegistration registration);
}
