package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderQuery;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The providers as tenants see them. A tenant sees its own and those of the platform that are shared with it; none that is
 * disabled, none of the system. Safe for use by many threads.
 */
public final class Providers {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** How long all providers together are waited for when it is asked how they are. */
    private static final Duration MAX_HEALTH = Duration.ofSeconds(3);

    private final ProviderRegistry registry;
    private final Optional<ProviderId> defaultId;
    private final KnownHealth health;

    /**
     * @param defaultId serves whoever names none; some tenant must be able to see a provider of that id
     * @throws IllegalArgumentException when none can
     */
    Providers(ProviderRegistry registry, Optional<ProviderId> defaultId) {
        this.registry = registry;
        this.defaultId = defaultId;
        this.health = new KnownHealth(registry.clock());
        if (defaultId.isPresent() && !registry.usable().contains(defaultId.get())) {
            throw new IllegalArgumentException("default provider " + defaultId.get() + " is not registered");
        }
    }

    /** The providers a tenant sees; those of the platform when no tenant asks. */
    public List<RegisteredProvider> list(Optional<TenantId> tenant) {
        return registry.now().all().stream()
                .filter(known -> tenant.map(known::isVisibleTo).orElseGet(known::isOfPlatform))
                .map(KnownProvider::registered)
                .toList();
    }

    /**
     * The providers a tenant sees that can do what is wanted, the best first: the default provider, then the tenant's own, then
     * those of the platform, each by id. What one can do that cannot be used now nobody knows, so it is not among them.
     */
    public List<RegisteredProvider> matching(Optional<TenantId> tenant, ProviderQuery query) {
        return list(tenant).stream()
                .filter(provider -> isMet(query, provider))
                .sorted(Comparator.<RegisteredProvider, Boolean>comparing(provider -> !isDefault(provider.id()))
                        .thenComparing(provider -> provider.visibility().owner().isEmpty())
                        .thenComparing(provider -> provider.id().value()))
                .toList();
    }

    private static boolean isMet(ProviderQuery query, RegisteredProvider provider) {
        try {
            return query.isMetBy(provider.type(), provider.provider().capabilities());
        } catch (UnavailableException e) {
            return false;
        }
    }

    /** Whether this one serves whoever names none. */
    public boolean isDefault(ProviderId id) {
        return defaultId.filter(id::equals).isPresent();
    }

    /**
     * The provider a tenant sees by that id; one of the platform when no tenant asks.
     *
     * @throws NotFoundException when there is none
     */
    public RegisteredProvider get(Optional<TenantId> tenant, ProviderId id) {
        Optional<KnownProvider> found = tenant.isPresent()
                ? visible(tenant.get(), id)
                : registry.now()
                        .findOf(tenant, id)
                        .or(() -> registry.lookAgain().findOf(tenant, id))
                        .filter(KnownProvider::isOfPlatform);
        return found.map(KnownProvider::registered)
                .orElseThrow(() -> new NotFoundException(
                        "Provider not found: %s; the providers are listed at /providers".formatted(id)));
    }

    /** @throws NotFoundException when the tenant sees none of that id */
    public RegisteredProvider get(TenantId tenant, ProviderId id) {
        return get(Optional.of(tenant), id);
    }

    /**
     * The provider for a new key: the named one, else the default. There is no search for another one that might do.
     *
     * @throws InvalidRequestException when the named one does not exist, or none is named and there is no default
     * @throws ConflictException when it is being removed
     */
    RegisteredProvider choose(TenantId tenant, Optional<ProviderId> wanted) {
        KnownProvider chosen = wanted.isPresent()
                ? visible(tenant, wanted.get())
                        .orElseThrow(() -> new InvalidRequestException(
                                "providerId '%s' is unknown; allowed are %s".formatted(wanted.get(), ids(tenant))))
                : defaultId
                        .flatMap(id -> visible(tenant, id))
                        .orElseThrow(() -> new InvalidRequestException(
                                "providerId is missing and there is no default provider; allowed are %s"
                                        .formatted(ids(tenant))));
        return taking(chosen);
    }

    /**
     * The provider that holds a key, for another version of it there.
     *
     * @throws ConflictException when it was taken away from the tenant or hidden, or is being removed
     */
    RegisteredProvider forSuccessor(TenantId tenant, ProviderId id) {
        KnownProvider holder = visible(tenant, id)
                .orElseThrow(() -> new ConflictException(
                        "provider '%s', which holds the key, takes no new keys of this tenant; name another with targetProviderId"
                                .formatted(id)));
        return taking(holder);
    }

    /** The provider of an external key. */
    RegisteredProvider forRegistration(TenantId tenant, ProviderId id) {
        KnownProvider found = visible(tenant, id)
                .orElseThrow(() -> new NotFoundException(
                        ErrorCode.KMS_PROVIDER_NOT_FOUND, "Provider not found: %s".formatted(id)));
        return taking(found);
    }

    /** The provider that holds the tenant's keys of that provider id, visible or not. */
    public Optional<RegisteredProvider> findHolder(TenantId tenant, ProviderId id) {
        return find(tenant, id).map(KnownProvider::registered);
    }

    /**
     * The same for a key the tenant has a reference to.
     *
     * @throws UnavailableException when it is no longer there
     */
    RegisteredProvider holder(TenantId tenant, ProviderId id) {
        return findHolder(tenant, id)
                .orElseThrow(() -> new UnavailableException(
                        "Provider %s, which holds the key, is not configured".formatted(id),
                        RETRY_AFTER,
                        new IllegalStateException("no such provider")));
    }

    /**
     * Whether a key whose reference was written before is at a provider that stays. Whoever removes a provider says so first
     * and counts the references then; so of the two who do this at the same time, one sees the other. Asks the database
     * where the provider is one that can be removed.
     *
     * @throws ConflictException when it is being removed, or gone
     */
    void requireStaying(TenantId tenant, ProviderId id) {
        Optional<KnownProvider> known = registry.now().find(tenant, id);
        if (known.filter(provider -> provider.registration().isEmpty()).isPresent()) {
            return;
        }
        if (registry.current()
                .find(tenant, id)
                .filter(KnownProvider::takesNewKeys)
                .isEmpty()) {
            throw leaving(id);
        }
    }

    /**
     * How the providers are that all tenants see, or were a few seconds ago; all are asked at the same time. Of the others
     * nobody hears who is not known to be allowed to. Waits at most a few seconds, then those that have not answered count as
     * down.
     */
    public List<ProviderHealth> health() {
        return health.of(
                list(Optional.empty()).stream().filter(Providers::isForAll).toList(), MAX_HEALTH);
    }

    private static boolean isForAll(RegisteredProvider provider) {
        return provider.visibility() instanceof ProviderVisibility.Shared shared && shared.withAll();
    }

    /** Whether what other replicas change of the providers is seen here. */
    public Health registryHealth() {
        return registry.health();
    }

    private Optional<KnownProvider> visible(TenantId tenant, ProviderId id) {
        return find(tenant, id).filter(known -> known.isVisibleTo(tenant));
    }

    /** What is not known may have been registered just now. */
    private Optional<KnownProvider> find(TenantId tenant, ProviderId id) {
        return registry.now().find(tenant, id).or(() -> registry.lookAgain().find(tenant, id));
    }

    private List<ProviderId> ids(TenantId tenant) {
        return list(Optional.of(tenant)).stream().map(RegisteredProvider::id).toList();
    }

    private static RegisteredProvider taking(KnownProvider known) {
        if (!known.takesNewKeys()) {
            throw leaving(known.definition().id());
        }
        return known.registered();
    }

    private static ConflictException leaving(ProviderId id) {
        return new ConflictException(
                "provider '%s' takes no new keys now: it is being removed, or was disabled just now".formatted(id));
    }
}
