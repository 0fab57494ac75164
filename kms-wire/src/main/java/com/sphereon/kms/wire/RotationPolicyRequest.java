package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code RotationPolicyRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RotationPolicyRequest(
        @Nullable String interval,
        @Nullable String publishBefore,
        @Nullable String overlap,
        @Nullable String targetProviderId) {}
