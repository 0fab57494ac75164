package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code DecryptRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecryptRequest(
        @Nullable KeyInfo keyInfo,
        @Nullable String ciphertext,
        @Nullable String algorithm,
        @Nullable String iv,
        @Nullable String authTag,
        @Nullable String additionalAuthenticatedData) {}
