package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import java.util.List;

/** Keeps keys that a duty counts on from being taken away. */
final class DutyGuard {
    private final Duties duties;
    private final ProviderIntegrationStore integrations;

    DutyGuard(Duties duties, ProviderIntegrationStore integrations) {
        this.duties = duties;
        this.integrations = integrations;
    }

    /**
     * @param versions all of the key
     * @throws ConflictException when the key serves a duty that is enabled
     */
    void requireUnused(TenantId tenant, KeyAlias alias, List<KeyReference> versions) {
        duties.servedBy(tenant, alias).stream()
                .filter(duty -> duties.setting(tenant, duty).enabled())
                .filter(duty -> isCountedOn(tenant, duty, versions))
                .findFirst()
                .ifPresent(duty -> {
                    throw new ConflictException(
                            "key '%s' serves duty '%s'; disable the duty or give it another key at /signing-keys/%s/%s first"
                                    .formatted(
                                            alias,
                                            duty,
                                            duty.service(),
                                            duty.purpose().text()));
                });
    }

    /** A key that merely has a name like a duty's, and that nobody relied on for it, is a key like any other. */
    private boolean isCountedOn(TenantId tenant, Duty duty, List<KeyReference> versions) {
        return duties.property(tenant, duty).isPresent()
                || versions.stream().anyMatch(version -> version.created().by().equals(Provisioning.SUBJECT))
                || integrations.list(tenant).stream()
                        .anyMatch(integration -> integration.decides(duty)
                                && (integration.service().isPresent()
                                        || integration.purpose().isPresent()));
    }
}
