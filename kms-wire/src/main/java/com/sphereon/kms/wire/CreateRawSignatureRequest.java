package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code CreateRawSignature}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreateRawSignatureRequest(
        @Nullable KeyInfo keyInfo, @Nullable String input) {}
