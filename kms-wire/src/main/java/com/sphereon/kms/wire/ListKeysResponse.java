package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListKeysResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListKeysResponse(List<KeyInfo> keyInfos) {}
