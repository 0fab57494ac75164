package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.Capabilities;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.ProviderIntegrationStore;
import java.util.List;
import java.util.Optional;

/** Decides where keys are made. Whatever cannot do it is refused; nothing else is tried instead. */
final class ProviderChoice {
    private final Providers providers;
    private final ProviderIntegrationStore integrations;

    ProviderChoice(Providers providers, ProviderIntegrationStore integrations) {
        this.providers = providers;
        this.integrations = integrations;
    }

    /** The provider that is named, else the one for the duty the alias names, else the default. */
    RegisteredProvider forNew(TenantId tenant, Optional<KeyAlias> alias, Optional<ProviderId> wanted) {
        return providers.choose(
                tenant, wanted.or(() -> alias.flatMap(Duty::named).flatMap(duty -> integrated(tenant, List.of(duty)))));
    }

    /** The provider that is named, else the one the tenant has for the first of the duties that has one. */
    Optional<RegisteredProvider> forDuties(TenantId tenant, List<Duty> duties, Optional<ProviderId> wanted) {
        return wanted.or(() -> integrated(tenant, duties)).map(id -> providers.choose(tenant, Optional.of(id)));
    }

    private Optional<ProviderId> integrated(TenantId tenant, List<Duty> duties) {
        if (duties.isEmpty()) {
            return Optional.empty();
        }
        var known = integrations.list(tenant);
        return duties.stream()
                .flatMap(duty -> known.stream()
                        .filter(integration -> integration.decides(duty))
                        .limit(1))
                .map(integration -> integration.provider())
                .findFirst();
    }

    /** @throws UnsupportedException when the provider cannot do that with such a key */
    static void requireSupport(RegisteredProvider provider, ProviderOperation operation, KeyParameters parameters) {
        Capabilities capabilities = provider.provider().capabilities();
        if (!capabilities.supports(operation) || !capabilities.keys().contains(parameters.spec())) {
            throw new UnsupportedException("Provider %s does not support %s for keys of type %s"
                    .formatted(provider.id(), operation, parameters.spec()));
        }
        parameters.algorithm().ifPresent(algorithm -> requireUsable(provider, capabilities, algorithm));
    }

    /** A provider may hold keys of a kind for encryption alone. */
    private static void requireUsable(
            RegisteredProvider provider, Capabilities capabilities, SignatureAlgorithm algorithm) {
        if (!capabilities.supports(ProviderOperation.SIGN, algorithm)
                && !capabilities.supports(ProviderOperation.GENERATE_MAC, algorithm)) {
            throw new UnsupportedException(
                    "Provider %s does not sign with %s, so that a signing key would be of no use there"
                            .formatted(provider.id(), algorithm));
        }
    }
}
