package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code KeyAgreementResponse}, with our own members from {@code kid} on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyAgreementResponse(
        String sharedSecret,
        String kid,
        int keyVersion,
        String keyState,
        @Nullable Boolean compromised) {

    /** Only what may be seen in a log. */
    @Override
    public String toString() {
        return "KeyAgreementResponse[kid=" + kid + "]";
    }
}
