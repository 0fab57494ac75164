package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.KeyProvider;

/**
 * A provider instance as the service knows it.
 *
 * @param type the type of its factory, such as {@code software}
 * @param displayName what people read
 * @param visibility whether tenants may see and use it
 */
public record RegisteredProvider(
        ProviderId id, String type, String displayName, Visibility visibility, KeyProvider provider) {

    /** Who may see a provider. */
    public enum Visibility {
        /** Every tenant. */
        TENANTS,
        /** Only the platform itself; to tenants it does not exist. */
        SYSTEM
    }
}
