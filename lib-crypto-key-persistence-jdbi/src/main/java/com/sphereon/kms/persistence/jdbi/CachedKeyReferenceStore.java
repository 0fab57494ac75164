package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory what was found before, as long as the tenant's change counter says that it is what is stored still.
 * Nothing is remembered about keys that were not found: what others create is there at once.
 */
final class CachedKeyReferenceStore implements KeyReferenceStore {
    /** A counter may run backwards when a backup is restored; after this time nothing is left of what was before. */
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    /** A name and whose it is. */
    private record Name(TenantId tenant, String text) {}

    /** @param changes the tenant's change counter, read before the rest was */
    private record Found<T>(T what, long changes) {}

    private final JdbiKeyReferenceStore store;
    private final RecentChanges changes;
    private final Cache<Name, Found<Key>> byAlias;
    private final Cache<Name, Found<List<KeyReference>>> byKid;

    /** @param maxKeys how many keys are remembered */
    CachedKeyReferenceStore(JdbiKeyReferenceStore store, ChangeCounter counter, int maxKeys, Ticker ticker) {
        this.store = store;
        this.changes = new RecentChanges(counter::read, ticker);
        this.byAlias = cache(maxKeys, ticker);
        this.byKid = cache(maxKeys, ticker);
    }

    private static <T> Cache<Name, Found<T>> cache(int maxKeys, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        return find(byAlias, new Name(tenant, alias.value()), () -> store.findByAlias(tenant, alias));
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return find(
                        byKid,
                        new Name(tenant, kid.value()),
                        () -> Optional.of(store.findByKid(tenant, kid)).filter(versions -> !versions.isEmpty()))
                .orElse(List.of());
    }

    private <T> Optional<T> find(Cache<Name, Found<T>> cache, Name name, Supplier<Optional<T>> database) {
        long recent = changes.recent(name.tenant);
        @Nullable Found<T> known = cache.getIfPresent(name);
        if (known != null && known.changes == recent) {
            return Optional.of(known.what);
        }
        Optional<T> found = database.get();
        found.ifPresent(what -> cache.put(name, new Found<>(what, recent)));
        return found;
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        long now = changes.now(reference.name().tenant());
        return remembered(reference, now).anyMatch(version -> isSame(version, reference)) || store.isCurrent(reference);
    }

    /** All that was found under the names of the reference when the counter was what it is now. */
    private Stream<KeyReference> remembered(KeyReference reference, long now) {
        TenantId tenant = reference.name().tenant();
        Optional<Found<Key>> named = Optional.ofNullable(
                byAlias.getIfPresent(new Name(tenant, reference.name().alias().value())));
        Optional<Found<List<KeyReference>>> identified = reference
                .identity()
                .map(identity ->
                        byKid.getIfPresent(new Name(tenant, identity.kid().value())));
        return Stream.concat(
                named.filter(found -> found.changes == now).stream().flatMap(found -> found.what.versions().stream()),
                identified.filter(found -> found.changes == now).stream().flatMap(found -> found.what.stream()));
    }

    private static boolean isSame(KeyReference one, KeyReference other) {
        return one.id().equals(other.id()) && one.revision() == other.revision();
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return store.list(tenant, provider);
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        return store.findUnfinished(before);
    }

    @Override
    public void insert(KeyReference reference) {
        write(reference, () -> store.insert(reference));
    }

    @Override
    public void update(KeyReference changed) {
        write(changed, () -> store.update(changed));
    }

    /** Written or refused: either way the tenant's rows are not what was remembered, and the next call is to see them. */
    private void write(KeyReference reference, Runnable writing) {
        try {
            writing.run();
        } finally {
            changes.forget(reference.name().tenant());
        }
    }
}
