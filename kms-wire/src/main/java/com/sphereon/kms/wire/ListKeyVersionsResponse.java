package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListKeyVersionsResponse}: the newest version first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListKeyVersionsResponse(String alias, List<KeyVersion> versions) {}
