package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code CreateRawSignatureResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreateRawSignatureResponse(String signature) {}
