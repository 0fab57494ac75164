package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListCapabilitiesResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListCapabilitiesResponse(List<ProviderCapabilitiesResponse> providers) {}
