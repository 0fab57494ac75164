package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code QueryBestProviderResponse}.
 *
 * @param match left out when no provider can do what was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueryBestProviderResponse(@Nullable ProviderMatch match) {}
