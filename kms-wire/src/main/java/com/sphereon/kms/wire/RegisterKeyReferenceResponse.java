package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code RegisterKeyReferenceResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisterKeyReferenceResponse(
        boolean registered, String alias, String providerId, String kid, String origin, String controlMode) {}
