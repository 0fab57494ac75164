package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code OperationCapability}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationCapability(String operation, boolean supported, List<String> signatureAlgorithms) {}
