package com.sphereon.kms.wire;

/**
 * Schema {@code ProviderMatch}.
 *
 * @param matchScore always 100: what does not meet the query whole is not named
 */
public record ProviderMatch(String providerId, int matchScore, ProviderCapabilities capabilities) {}
