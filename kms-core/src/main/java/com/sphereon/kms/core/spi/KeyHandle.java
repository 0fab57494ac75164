package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;

/**
 * A key at a provider.
 *
 * @param tenant whose key it is; a provider that serves several tenants checks it on every use
 * @param providerKeyId the provider's own identifier
 */
public record KeyHandle(TenantId tenant, String providerKeyId) {

    /** The handle of a version that exists. */
    public static KeyHandle of(KeyReference reference) {
        return new KeyHandle(reference.name().tenant(), reference.existing().providerKeyId());
    }
}
