package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code VerifyRawSignatureResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifyRawSignatureResponse(boolean isValid) {}
