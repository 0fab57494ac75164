package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code CreateRawSignatureResponse}, with our own members from {@code kid} on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreateRawSignatureResponse(
        String signature, String kid, @Nullable String signatureAlgorithm, int keyVersion) {}
