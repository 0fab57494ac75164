package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code KmsKeyRef}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KmsKeyRef(String providerId, String keyAlias) {}
