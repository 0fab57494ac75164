package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schemas {@code KeyInfo}, {@code ResolvedKeyInfo} and {@code ManagedKeyInfo}, which differ in what is required; with our own member
 * {@code keyState}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyInfo(
        @Nullable String kid,
        @Nullable Jwk key,
        @Nullable String signatureAlgorithm,
        @Nullable String keyVisibility,
        @Nullable List<String> x5c,
        @Nullable String alias,
        @Nullable String providerId,
        @Nullable String origin,
        @Nullable String controlMode,
        @Nullable String keyType,
        @Nullable String keyEncoding,
        @Nullable Map<String, String> opts,
        @Nullable String keyState) {}
