package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All providers at one moment. Immutable: whoever signs reads it without a lock. */
final class ProviderSnapshot {
    private final long changes;
    private final List<KnownProvider> all;
    private final Map<ProviderId, KnownProvider> ofPlatform = new HashMap<>();
    private final Map<ProviderId, Map<TenantId, KnownProvider>> ofTenants = new HashMap<>();

    /**
     * @param changes the registry's counter when it was read
     * @param all in the order they shall be listed in
     * @throws IllegalArgumentException when two of one owner have one id
     */
    ProviderSnapshot(long changes, List<KnownProvider> all) {
        this.changes = changes;
        this.all = List.copyOf(all);
        this.all.forEach(this::add);
    }

    private void add(KnownProvider provider) {
        ProviderId id = provider.definition().id();
        Optional<TenantId> owner = provider.definition().owner();
        @Nullable
        KnownProvider before = owner.isEmpty()
                ? ofPlatform.put(id, provider)
                : ofTenants.computeIfAbsent(id, unused -> new HashMap<>()).put(owner.get(), provider);
        if (before != null) {
            throw new IllegalArgumentException("two providers have the id " + id);
        }
    }

    long changes() {
        return changes;
    }

    List<KnownProvider> all() {
        return all;
    }

    /** What a tenant's key reference means by an id, visible or not. */
    Optional<KnownProvider> find(TenantId tenant, ProviderId id) {
        @Nullable KnownProvider shared = ofPlatform.get(id);
        if (shared != null) {
            return Optional.of(shared);
        }
        @Nullable Map<TenantId, KnownProvider> own = ofTenants.get(id);
        return own == null ? Optional.empty() : Optional.ofNullable(own.get(tenant));
    }

    /** The provider of that owner: of the platform, when empty. */
    Optional<KnownProvider> findOf(Optional<TenantId> owner, ProviderId id) {
        return owner.isEmpty()
                ? Optional.ofNullable(ofPlatform.get(id))
                : Optional.ofNullable(ofTenants.getOrDefault(id, Map.of()).get(owner.get()));
    }
}
