package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code RotateKmsKeyResult}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RotateKmsKeyResult(
        KmsKeyRotationRecord rotation, List<KmsKeyAssignment> oldAssignments, List<KmsKeyAssignment> newAssignments) {}
