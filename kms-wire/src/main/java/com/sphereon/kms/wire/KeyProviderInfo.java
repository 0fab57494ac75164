package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schemas {@code KeyProvider} and {@code KeyProviderResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyProviderInfo(
        String providerId,
        String type,
        String displayName,
        String ownership,
        boolean sharedFromPlatform,
        boolean isDefault) {}
