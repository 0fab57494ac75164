package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code ProviderCapabilitiesResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderCapabilitiesResponse(String providerId, ProviderCapabilities capabilities) {}
