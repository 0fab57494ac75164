package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConfigProperty;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.TenantId;
import java.util.List;

/**
 * Keeps what administrators of tenants have set. Same promises as {@link KeyReferenceStore}: a write that returned is on
 * disk, seen by this process at once and by others within a second; safe for use by many threads and processes.
 */
public interface TenantConfigStore {

    /**
     * All properties of a tenant, ordered by key. Called on the way of every signature, so it answers from memory mostly.
     */
    List<ConfigProperty> list(TenantId tenant);

    /** @throws ConflictException when the property exists; nothing is written then */
    void insert(ConfigProperty property);

    /**
     * @param changed has a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or nothing is; nothing is written then
     */
    void update(ConfigProperty changed);

    /** @throws ConflictException when what is stored is not this very revision; nothing is deleted then */
    void delete(ConfigProperty property);
}
