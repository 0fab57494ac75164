package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import java.util.Optional;

/**
 * Which provider somebody wants to administer. Two tenants may each have one by the same name.
 *
 * @param owner the tenant whose it is; the platform's when empty
 * @param hidden whether one of the system is meant too, which else is not found
 */
public record ProviderSelector(ProviderId id, Optional<TenantId> owner, boolean hidden) {}
