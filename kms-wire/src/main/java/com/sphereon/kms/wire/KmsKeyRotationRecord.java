package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema {@code KmsKeyRotationRecord}, with our own members from {@code phase} on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KmsKeyRotationRecord(
        String rotationId,
        String tenantId,
        KmsKeyRef oldKey,
        KmsKeyRef newKey,
        String targetProviderId,
        String status,
        List<String> rotatedAssignments,
        List<String> createdAssignments,
        @Nullable String rotationInterval,
        String rotateAt,
        String createdAt,
        String updatedAt,
        String phase,
        String oldKid,
        int oldVersion,
        @Nullable String newKid,
        @Nullable Integer newVersion,
        @Nullable String newAlias,
        String publishBefore,
        String overlap,
        @Nullable String publishedAt,
        @Nullable String activatedAt,
        @Nullable String publishedUntil,
        @Nullable String failure) {}
