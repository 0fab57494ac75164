package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code VerifyRawSignature}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerifyRawSignatureRequest(
        @Nullable KeyInfo keyInfo,
        @Nullable String input,
        @Nullable String signature) {}
