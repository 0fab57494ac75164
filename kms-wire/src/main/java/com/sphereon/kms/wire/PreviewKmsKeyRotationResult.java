package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code PreviewKmsKeyRotationResult}, with our own members from {@code rotateAt} on. Services find the key by its
 * duty, so there is nothing to be changed in their configuration.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreviewKmsKeyRotationResult(
        String tenantId,
        KmsKeyRef oldKey,
        KmsKeyRef plannedNewKey,
        String targetProviderId,
        List<KmsKeyAssignment> oldAssignments,
        List<KmsKeyAssignment> newAssignments,
        List<Object> serviceConfigMutations,
        @Nullable String rotationInterval,
        String rotateAt,
        String publishBefore,
        String overlap,
        String oldKid,
        int oldVersion) {}
