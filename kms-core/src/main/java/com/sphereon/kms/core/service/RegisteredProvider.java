package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.spi.KeyProvider;

/**
 * A provider instance as the service knows it.
 *
 * @param type the type of its factory, such as {@code software}
 * @param displayName what people read
 * @param visibility whose it is, and which tenants may see and use it
 */
public record RegisteredProvider(
        ProviderId id, String type, String displayName, ProviderVisibility visibility, KeyProvider provider) {}
