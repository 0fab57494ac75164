package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schemas {@code GenerateKeyGlobal} and {@code GenerateKey}: the second has no provider, which the path names instead. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerateKeyRequest(
        @Nullable String providerId,
        @Nullable String alias,
        @Nullable String use,
        @Nullable List<String> keyOperations,
        @Nullable String alg) {}
