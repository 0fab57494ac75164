package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code UnwrapKeyRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnwrapKeyRequest(
        @Nullable KeyInfo unwrappingKeyInfo,
        @Nullable String wrappedKey,
        @Nullable String algorithm) {}
