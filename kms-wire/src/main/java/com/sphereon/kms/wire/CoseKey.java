package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema {@code CoseKey} (RFC 9052 section 7) in its JSON form, public members only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoseKey(
        int kty,
        String kid,
        @Nullable Integer alg,
        @Nullable Integer crv,
        @Nullable String x,
        @Nullable String y,
        @Nullable List<String> x5chain) {}
