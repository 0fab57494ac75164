package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Schemas {@code KeyProvider} and {@code KeyProviderResponse}.
 *
 * @param tenantId only where all providers are listed, and the provider is a tenant's
 * @param enabled only where all providers are listed, as the rest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyProviderInfo(
        String providerId,
        String type,
        String displayName,
        String ownership,
        boolean sharedFromPlatform,
        boolean isDefault,
        @Nullable String tenantId,
        @Nullable Boolean enabled,
        @Nullable Boolean system,
        @Nullable String source) {}
