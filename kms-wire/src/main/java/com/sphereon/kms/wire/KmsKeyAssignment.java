package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code KmsKeyAssignment}: a duty that a key serves. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KmsKeyAssignment(
        String assignmentId,
        String tenantId,
        String providerId,
        String keyAlias,
        String classification,
        String purpose,
        String status,
        String serviceType) {}
