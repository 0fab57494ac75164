package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code KeyVersion}. Moments are RFC 3339 in UTC. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyVersion(
        int version,
        String kid,
        String alias,
        String providerId,
        String state,
        boolean primary,
        boolean published,
        String origin,
        String controlMode,
        String keyType,
        @Nullable String signatureAlgorithm,
        @Nullable Jwk key,
        String createdAt,
        String createdBy,
        String stateChangedAt,
        String stateChangedBy,
        @Nullable String stateReason,
        @Nullable String activatedAt,
        @Nullable String deactivatedAt,
        @Nullable String compromisedAt,
        @Nullable String destroyAt,
        @Nullable String destroyedAt,
        @Nullable String publishedUntil) {}
