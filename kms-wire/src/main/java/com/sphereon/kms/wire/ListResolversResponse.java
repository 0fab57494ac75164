package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Schema {@code ListResolversResponse}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListResolversResponse(List<Resolver> resolvers) {}
