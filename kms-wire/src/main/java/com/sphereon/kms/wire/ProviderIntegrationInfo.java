package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code ProviderIntegration}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderIntegrationInfo(
        String id,
        String providerId,
        @Nullable String service,
        @Nullable String purpose,
        int priority,
        boolean enabled,
        String createdAt,
        String updatedAt,
        String createdBy,
        String updatedBy) {}
