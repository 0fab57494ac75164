package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code JoseKeyPair}; the private half is never part of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JoseKeyPair(Jwk publicJwk) {}
