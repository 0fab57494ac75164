package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code VerifyRawSignatureResponse}, with our own members from {@code kid} on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifyRawSignatureResponse(
        boolean isValid,
        @Nullable String kid,
        @Nullable String keyState,
        @Nullable Boolean compromised,
        @Nullable String compromisedAt,
        @Nullable String stateReason) {}
