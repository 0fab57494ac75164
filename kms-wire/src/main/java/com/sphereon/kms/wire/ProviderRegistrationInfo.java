package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code ProviderRegistration}.
 *
 * @param registrationId what the audit log calls it by; two tenants may each have a provider by one name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderRegistrationInfo(
        String providerId,
        String type,
        String displayName,
        String ownership,
        @Nullable String tenantId,
        @Nullable List<String> sharedWith,
        @Nullable Boolean sharedWithAll,
        boolean enabled,
        boolean system,
        boolean isDefault,
        String source,
        Map<String, Object> configuration,
        @Nullable String retiringSince,
        @Nullable String createdAt,
        @Nullable String updatedAt,
        @Nullable String createdBy,
        @Nullable String updatedBy,
        @Nullable String registrationId) {}
