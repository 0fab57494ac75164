package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schema {@code CoseKeyPair}; the private half is never part of it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoseKeyPair(CoseKey publicCoseKey) {}
