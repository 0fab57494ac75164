package com.sphereon.kms.wire;

import java.util.List;

/**
 * Schema {@code QueryProvidersResponse}.
 *
 * @param matches the best first
 * @param totalProviders how many the caller sees, whether they match or not
 */
public record QueryProvidersResponse(List<ProviderMatch> matches, int totalProviders, int matchCount) {}
