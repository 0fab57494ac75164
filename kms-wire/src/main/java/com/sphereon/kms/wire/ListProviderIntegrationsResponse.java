package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListProviderIntegrationsResponse}: what comes first decides. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListProviderIntegrationsResponse(List<ProviderIntegrationInfo> integrations) {}
