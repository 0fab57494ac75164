package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.RegisteredProvider.Visibility;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The providers that are configured. Immutable and safe to share. */
public final class Providers {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Map<ProviderId, RegisteredProvider> byId;
    private final Optional<ProviderId> defaultId;

    /**
     * @param registered in the order they shall be listed in
     * @param defaultId serves whoever names none; must be among the registered and visible
     * @throws IllegalArgumentException when two have one id, or the default is not there
     */
    Providers(List<RegisteredProvider> registered, Optional<ProviderId> defaultId) {
        Map<ProviderId, RegisteredProvider> map = new LinkedHashMap<>();
        for (RegisteredProvider provider : registered) {
            if (map.put(provider.id(), provider) != null) {
                throw new IllegalArgumentException("two providers have the id " + provider.id());
            }
        }
        this.byId = map;
        this.defaultId = defaultId;
        if (defaultId.isPresent() && visible(defaultId.get()).isEmpty()) {
            throw new IllegalArgumentException("default provider " + defaultId.get() + " is not registered");
        }
    }

    /** The providers tenants may see. */
    public List<RegisteredProvider> list() {
        return byId.values().stream().filter(Providers::isVisible).toList();
    }

    /** Whether this one serves whoever names none. */
    public boolean isDefault(ProviderId id) {
        return defaultId.filter(id::equals).isPresent();
    }

    /** @throws NotFoundException when there is none of that id that tenants may see */
    public RegisteredProvider get(ProviderId id) {
        return visible(id)
                .orElseThrow(() -> new NotFoundException(
                        "Provider not found: %s; the providers are listed at /providers".formatted(id)));
    }

    /**
     * The provider for a new key: the named one, else the default. There is no search for another one that might do.
     *
     * @throws InvalidRequestException when the named one does not exist, or none is named and there is no default
     */
    RegisteredProvider choose(Optional<ProviderId> wanted) {
        if (wanted.isPresent()) {
            return visible(wanted.get())
                    .orElseThrow(() -> new InvalidRequestException(
                            "providerId '%s' is unknown; allowed are %s".formatted(wanted.get(), ids())));
        }
        ProviderId id = defaultId.orElseThrow(() -> new InvalidRequestException(
                "providerId is missing and there is no default provider; allowed are %s".formatted(ids())));
        return get(id);
    }

    /** The provider of an external key. */
    RegisteredProvider forRegistration(ProviderId id) {
        return visible(id)
                .orElseThrow(() -> new NotFoundException(
                        ErrorCode.KMS_PROVIDER_NOT_FOUND, "Provider not found: %s".formatted(id)));
    }

    /**
     * The provider that holds a key we have a reference to, visible or not.
     *
     * @throws UnavailableException when it is no longer configured
     */
    RegisteredProvider holder(ProviderId id) {
        return Optional.ofNullable(byId.get(id))
                .orElseThrow(() -> new UnavailableException(
                        "Provider %s, which holds the key, is not configured".formatted(id),
                        RETRY_AFTER,
                        new IllegalStateException("no such provider")));
    }

    private Optional<RegisteredProvider> visible(ProviderId id) {
        return Optional.ofNullable(byId.get(id)).filter(Providers::isVisible);
    }

    private List<ProviderId> ids() {
        return list().stream().map(RegisteredProvider::id).toList();
    }

    private static boolean isVisible(RegisteredProvider provider) {
        return provider.visibility() == Visibility.TENANTS;
    }
}
