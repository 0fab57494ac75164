package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code RotationPolicy}. Durations are ISO 8601. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RotationPolicyInfo(
        String interval,
        String publishBefore,
        String overlap,
        @Nullable String targetProviderId,
        @Nullable String nextRotationAt,
        String createdAt,
        String updatedAt) {}
