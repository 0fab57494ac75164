package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListSigningKeysResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListSigningKeysResponse(List<SigningKeyInfo> signingKeys) {}
