package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code EncryptRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EncryptRequest(
        @Nullable KeyInfo keyInfo,
        @Nullable String plaintext,
        @Nullable String algorithm,
        @Nullable String additionalAuthenticatedData) {

    /** Only what may be seen in a log. */
    @Override
    public String toString() {
        return "EncryptRequest[algorithm=" + algorithm + "]";
    }
}
