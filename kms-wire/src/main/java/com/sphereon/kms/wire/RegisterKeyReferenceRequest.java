package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code RegisterKeyReferenceRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisterKeyReferenceRequest(
        @Nullable String providerId,
        @Nullable String alias,
        @Nullable String kid) {}
