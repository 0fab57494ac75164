package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code JsonWebKeySet} (RFC 7517 section 5). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JsonWebKeySet(List<Jwk> keys) {}
