package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListKeyProvidersResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListKeyProvidersResponse(List<KeyProviderInfo> providers) {}
