package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema {@code ImportKey}, once called {@code StoreKey}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportKeyRequest(
        @Nullable KeyInfo keyInfo, @Nullable List<String> certChain) {}
