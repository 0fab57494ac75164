package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Schemas {@code GetKeyResponse} and {@code ImportKeyResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyInfoResponse(KeyInfo keyInfo) {}
