package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListKmsKeyRotationsResult}: the newest first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListKmsKeyRotationsResult(List<KmsKeyRotationRecord> rotations) {}
