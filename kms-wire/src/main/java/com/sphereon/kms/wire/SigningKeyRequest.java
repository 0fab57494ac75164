package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code SigningKeyRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SigningKeyRequest(
        @Nullable String alias,
        @Nullable Boolean enabled,
        @Nullable Boolean provisioning) {}
