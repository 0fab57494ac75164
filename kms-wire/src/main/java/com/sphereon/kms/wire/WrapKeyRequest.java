package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Schema {@code WrapKeyRequest}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WrapKeyRequest(
        @Nullable KeyInfo wrappingKeyInfo,
        @Nullable String keyToWrap,
        @Nullable String algorithm) {

    /** Only what may be seen in a log. */
    @Override
    public String toString() {
        return "WrapKeyRequest[algorithm=" + algorithm + "]";
    }
}
