package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code ProviderRegistrationRequest}.
 *
 * @param others all members that are not of the schema, so that a misspelt one is not lost without a word
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderRegistrationRequest(
        @Nullable String providerId,
        @Nullable String type,
        @Nullable String displayName,
        @Nullable String ownership,
        @Nullable String tenantId,
        @Nullable List<String> sharedWith,
        @Nullable Boolean sharedWithAll,
        @Nullable Boolean enabled,
        @Nullable Boolean system,
        @Nullable Map<String, @Nullable Object> configuration,
        @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {}
