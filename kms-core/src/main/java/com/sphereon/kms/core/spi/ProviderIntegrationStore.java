package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ProviderIntegration;
import com.sphereon.kms.core.model.TenantId;
import java.util.List;

/**
 * Keeps the tenants' provider integrations, straight from the database. A write that returned is on disk. Safe for use by
 * many threads and processes.
 *
 * <p>Among the integrations of a tenant (provider, service, purpose) is unique; an absent service or purpose equals an
 * absent one only.
 */
public interface ProviderIntegrationStore {

    /** All of a tenant, in the order in which they decide. */
    List<ProviderIntegration> list(TenantId tenant);

    /**
     * @throws ConflictException when there is one with that id, or with the same provider, service and purpose; nothing is
     *     written then
     */
    void insert(ProviderIntegration integration);

    /**
     * @param changed has a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or nothing is, or another one has the same
     *     provider, service and purpose; nothing is written then
     */
    void update(ProviderIntegration changed);

    /** @throws ConflictException when what is stored is not this very revision; nothing is deleted then */
    void delete(ProviderIntegration integration);
}
