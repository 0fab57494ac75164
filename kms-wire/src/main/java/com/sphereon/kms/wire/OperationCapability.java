package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code OperationCapability}; lists of algorithms that have nothing to do with the operation are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationCapability(
        String operation,
        boolean supported,
        List<String> signatureAlgorithms,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> contentEncryptionAlgorithms,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> keyWrapAlgorithms,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> keyAgreementAlgorithms) {}
