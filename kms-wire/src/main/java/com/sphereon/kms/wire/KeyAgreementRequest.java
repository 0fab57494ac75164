package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code KeyAgreementRequest}, with our own members from {@code enc} on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyAgreementRequest(
        @Nullable KeyInfo privateKeyInfo,
        @Nullable KeyInfo publicKeyInfo,
        @Nullable String algorithm,
        @Nullable Integer keyDataLen,
        @Nullable String enc,
        @Nullable String apu,
        @Nullable String apv) {}
