package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code RotateKmsKeyArgs}, with our own members from {@code kid} on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RotateKmsKeyArgs(
        @Nullable String targetProviderId,
        @Nullable String newAlias,
        @Nullable String rotationInterval,
        @Nullable String kid,
        @Nullable String rotateAt,
        @Nullable String publishBefore,
        @Nullable String overlap) {}
