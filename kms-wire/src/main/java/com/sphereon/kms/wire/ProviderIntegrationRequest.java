package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code ProviderIntegrationRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderIntegrationRequest(
        @Nullable String providerId,
        @Nullable String service,
        @Nullable String purpose,
        @Nullable Integer priority,
        @Nullable Boolean enabled) {}
