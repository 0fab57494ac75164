package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Answers from memory what was found before, as long as the tenant's change counter says that it is what is stored still.
 * Nothing is remembered about keys that were not found: what others create is there at once.
 */
final class CachedKeyReferenceStore implements KeyReferenceStore {
    /** A name and whose it is. */
    private record Name(TenantId tenant, String text) {}

    private final KeyReferenceStore store;
    private final RecentChanges changes;
    private final Remembered<Name, Key> byAlias;
    private final Remembered<Name, List<KeyReference>> byKid;

    /**
     * @param changes shared with all else that remembers rows of the same tenants
     * @param maxKeys how many keys are remembered
     */
    CachedKeyReferenceStore(KeyReferenceStore store, RecentChanges changes, int maxKeys, Ticker ticker) {
        this.store = store;
        this.changes = changes;
        this.byAlias = new Remembered<>(changes, ticker, maxKeys, Weigher.singletonWeigher());
        this.byKid = new Remembered<>(changes, ticker, maxKeys, Weigher.singletonWeigher());
    }

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        return byAlias.find(tenant, new Name(tenant, alias.value()), () -> store.findByAlias(tenant, alias));
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return byKid.find(
                        tenant,
                        new Name(tenant, kid.value()),
                        () -> Optional.of(store.findByKid(tenant, kid)).filter(versions -> !versions.isEmpty()))
                .orElse(List.of());
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        return isCurrent(reference, changes.now(reference.name().tenant()));
    }

    @Override
    public boolean isCurrent(KeyReference reference, long now) {
        return remembered(reference, now).anyMatch(version -> isSame(version, reference)) || store.isCurrent(reference);
    }

    /** All that was found under the names of the reference when the counter was that. */
    private Stream<KeyReference> remembered(KeyReference reference, long now) {
        TenantId tenant = reference.name().tenant();
        Optional<Key> named =
                byAlias.asOf(new Name(tenant, reference.name().alias().value()), now);
        Optional<List<KeyReference>> identified = reference
                .identity()
                .flatMap(identity -> byKid.asOf(new Name(tenant, identity.kid().value()), now));
        return Stream.concat(
                named.stream().flatMap(key -> key.versions().stream()),
                identified.stream().flatMap(List::stream));
    }

    private static boolean isSame(KeyReference one, KeyReference other) {
        return one.id().equals(other.id()) && one.revision() == other.revision();
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return store.list(tenant, provider);
    }

    @Override
    public long count(ProviderId provider, Optional<TenantId> owner) {
        return store.count(provider, owner);
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        return store.findUnfinished(before);
    }

    @Override
    public Optional<KeyReference> findById(TenantId tenant, UUID id) {
        return store.findById(tenant, id);
    }

    @Override
    public Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid) {
        return store.findDeleted(tenant, aliasOrKid);
    }

    @Override
    public List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId) {
        return store.findHeldAs(tenant, provider, providerKeyId);
    }

    @Override
    public List<KeyReference> listPublished(TenantId tenant, Instant now) {
        return store.listPublished(tenant, now);
    }

    @Override
    public List<KeyReference> findDueDestructions(TenantId tenant, Instant now) {
        return store.findDueDestructions(tenant, now);
    }

    @Override
    public void insert(KeyReference reference) {
        changes.changing(reference.name().tenant(), () -> store.insert(reference));
    }

    @Override
    public void update(List<KeyReference> changed) {
        if (!changed.isEmpty()) {
            changes.changing(changed.getFirst().name().tenant(), () -> store.update(changed));
        }
    }
}
