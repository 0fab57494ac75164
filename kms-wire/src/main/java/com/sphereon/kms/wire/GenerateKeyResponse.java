package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code GenerateKeyResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerateKeyResponse(ManagedKeyPair keyPair) {}
