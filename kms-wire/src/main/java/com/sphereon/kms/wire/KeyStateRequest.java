package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code KeyStateRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyStateRequest(
        @Nullable String state,
        @Nullable String reason,
        @Nullable String window) {}
