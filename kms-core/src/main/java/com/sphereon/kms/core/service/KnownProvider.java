package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import java.util.Map;
import java.util.Optional;

/**
 * A provider of the registry, usable or not.
 *
 * @param registration empty for one that was there from the start and stays as it is
 */
record KnownProvider(
        ProviderDefinition definition, Optional<ProviderRegistration> registration, RegisteredProvider registered) {

    /** One that somebody else made and owns. */
    static KnownProvider given(RegisteredProvider given) {
        ProviderDefinition definition = new ProviderDefinition(
                given.id(), given.type(), given.displayName(), given.visibility(), true, Map.of());
        return new KnownProvider(definition, Optional.empty(), given);
    }

    /** One the registry opened. */
    static KnownProvider of(
            ProviderDefinition definition, Optional<ProviderRegistration> registration, OpenedProvider opened) {
        return new KnownProvider(
                definition,
                registration,
                new RegisteredProvider(
                        definition.id(),
                        definition.type(),
                        definition.displayName(),
                        definition.visibility(),
                        opened.provider()));
    }

    /** Whether a tenant may see it. */
    boolean isVisibleTo(TenantId tenant) {
        return definition.enabled() && definition.visibility().includes(tenant);
    }

    /** Whether it is one of the platform's that tenants could see. */
    boolean isOfPlatform() {
        return definition.enabled() && definition.visibility() instanceof ProviderVisibility.Shared;
    }

    boolean isHidden() {
        return definition.visibility() instanceof ProviderVisibility.Hidden;
    }

    /** Whether new keys may be made at it. */
    boolean takesNewKeys() {
        return definition.enabled()
                && registration.flatMap(ProviderRegistration::retiring).isEmpty();
    }
}
