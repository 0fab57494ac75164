package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The key references of an {@link InMemoryPersistence}. Safe for use by many threads. */
final class InMemoryKeyReferences implements KeyReferenceStore {
    private static final Comparator<KeyReference> BY_NAME = Comparator.comparing(
                    (KeyReference reference) -> reference.name().alias().value())
            .thenComparingInt(reference -> reference.name().version());

    /** Those that are not deleted come first. */
    private static final Comparator<KeyReference> LAST_DELETED = Comparator.comparing(
                    (KeyReference r) -> r.deleted().map(Change::at).orElse(Instant.MAX))
            .reversed();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, KeyReference> references = new HashMap<>();
    /** What {@link #findByAlias} has found since the last change. */
    private final Map<Name, Key> found = new ConcurrentHashMap<>();

    private record Name(TenantId tenant, KeyAlias alias) {}

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        Name name = new Name(tenant, alias);
        return Optional.ofNullable(found.get(name))
                .or(() -> locked(() -> {
                    Optional<Key> key = search(name);
                    key.ifPresent(present -> found.put(name, present));
                    return key;
                }));
    }

    private Optional<Key> search(Name name) {
        List<KeyReference> versions = references.values().stream()
                .filter(present(name.tenant()).and(r -> r.name().alias().equals(name.alias())))
                .sorted(BY_NAME)
                .toList();
        return versions.isEmpty() ? Optional.empty() : Optional.of(new Key(versions));
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return select(
                present(tenant).and(r -> hasKid(r, kid)),
                Comparator.comparing(r -> r.provider().value()));
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return select(
                present(tenant)
                        .and(KeyReference::isLive)
                        .and(r -> provider.map(r.provider()::equals).orElse(true)),
                BY_NAME);
    }

    @Override
    public void insert(KeyReference reference) {
        locked(() -> {
            if (references.containsKey(reference.id())) {
                throw new ConflictException("a key version with id %s exists already".formatted(reference.id()));
            }
            return put(reference);
        });
    }

    @Override
    public Optional<KeyReference> findById(TenantId tenant, UUID id) {
        return locked(() -> Optional.ofNullable(references.get(id))
                .filter(r -> r.name().tenant().equals(tenant)));
    }

    @Override
    public Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid) {
        Predicate<KeyReference> named = r -> r.name().tenant().equals(tenant)
                && (r.name().alias().value().equals(aliasOrKid) || hasKid(r, aliasOrKid));
        return select(named, LAST_DELETED).stream()
                .findFirst()
                .filter(r -> r.deleted().isPresent());
    }

    @Override
    public List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId) {
        return select(
                r -> r.name().tenant().equals(tenant)
                        && r.provider().equals(provider)
                        && r.identity()
                                .filter(identity -> identity.providerKeyId().equals(providerKeyId))
                                .isPresent(),
                BY_NAME);
    }

    @Override
    public List<KeyReference> listPublished(TenantId tenant, Instant now) {
        return select(present(tenant).and(r -> isPublished(r, now)), BY_NAME);
    }

    private static boolean isPublished(KeyReference reference, Instant now) {
        return reference.isLive()
                && reference.parameters().usage().use() == KeyUse.SIG
                && reference.existing().publicKey().isPresent()
                && reference.lifecycle().isPublished(now);
    }

    @Override
    public List<KeyReference> findDueDestructions(TenantId tenant, Instant now) {
        return select(
                present(tenant).and(r -> isToBeDestroyed(r, now)),
                Comparator.comparing(
                        (KeyReference r) -> r.lifecycle().destroyAt().orElseThrow()));
    }

    /** Whether the reference is to be destroyed at that moment or was before. */
    static boolean isToBeDestroyed(KeyReference reference, Instant now) {
        return reference.isLive()
                && reference
                        .lifecycle()
                        .destroyAt()
                        .filter(at -> !at.isAfter(now))
                        .isPresent();
    }

    @Override
    public void update(List<KeyReference> changed) {
        if (changed.stream().map(r -> r.name().tenant()).distinct().count() > 1) {
            throw new IllegalArgumentException("references that are written together are one tenant's");
        }
        locked(() -> {
            Map<UUID, KeyReference> before = new HashMap<>(references);
            try {
                changed.forEach(this::replace);
            } catch (ConflictException e) {
                references.clear();
                references.putAll(before);
                found.clear();
                throw e;
            }
            return changed;
        });
    }

    private void replace(KeyReference changed) {
        KeyReference stored = references.get(changed.id());
        if (stored == null
                || !stored.name().tenant().equals(changed.name().tenant())
                || stored.revision() != changed.revision() - 1) {
            throw new ConflictException("version %d of key '%s' was changed by another request"
                    .formatted(changed.name().version(), changed.name().alias()));
        }
        put(changed);
    }

    /** The tenants that have references like that. */
    List<TenantId> tenantsWith(Predicate<KeyReference> condition) {
        return select(condition, BY_NAME).stream().map(r -> r.name().tenant()).toList();
    }

    @Override
    public long count(ProviderId provider, Optional<TenantId> owner) {
        return select(
                        r -> r.progress() != Progress.DELETED
                                && !r.lifecycle().isMaterialGone()
                                && r.provider().equals(provider)
                                && owner.map(r.name().tenant()::equals).orElse(true),
                        BY_NAME)
                .size();
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        return findById(reference.name().tenant(), reference.id())
                .filter(stored -> stored.revision() == reference.revision())
                .isPresent();
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        return select(
                r -> (r.progress() == Progress.CREATING || r.progress() == Progress.DELETING)
                        && r.updated().at().isBefore(before),
                Comparator.comparing((KeyReference r) -> r.updated().at()));
    }

    private KeyReference put(KeyReference reference) {
        if (reference.deleted().isEmpty()) {
            requireFreeNames(reference);
        }
        references.put(reference.id(), reference);
        found.clear();
        return reference;
    }

    private void requireFreeNames(KeyReference reference) {
        KeyAlias alias = reference.name().alias();
        Predicate<KeyReference> others = present(reference.name().tenant()).and(r -> !r.id().equals(reference.id()));
        boolean begins = reference.name().version() == 1 && !isStoredUnder(reference.id(), alias);
        Predicate<KeyReference> otherKeys = others.and(r -> !r.name().alias().equals(alias));
        refuse(
                others.and(r -> r.name().equals(reference.name())
                        || begins && r.name().alias().equals(alias)),
                () -> reference.name().version() == 1
                        ? "alias '%s' is taken".formatted(alias)
                        : "key '%s' has a version %d already"
                                .formatted(alias, reference.name().version()));
        refuse(
                otherKeys.and(r -> hasKid(r, alias.value())),
                () -> "alias '%s' is the kid of another key".formatted(alias));
        reference.identity().map(KeyIdentity::kid).ifPresent(kid -> {
            refuse(
                    others.and(r -> hasKid(r, kid) && r.provider().equals(reference.provider())),
                    () -> "kid '%s' is taken at provider '%s'".formatted(kid, reference.provider()));
            refuse(
                    otherKeys.and(r -> r.name().alias().value().equals(kid.value())),
                    () -> "kid '%s' is the alias of another key".formatted(kid));
        });
    }

    private boolean isStoredUnder(UUID id, KeyAlias alias) {
        return Optional.ofNullable(references.get(id))
                .filter(stored -> stored.name().alias().equals(alias))
                .isPresent();
    }

    private void refuse(Predicate<KeyReference> taken, Supplier<String> sentence) {
        if (references.values().stream().anyMatch(taken)) {
            throw new ConflictException(sentence.get());
        }
    }

    private List<KeyReference> select(Predicate<KeyReference> condition, Comparator<KeyReference> order) {
        return locked(() -> {
            Stream<KeyReference> selected = references.values().stream().filter(condition);
            return selected.sorted(order).toList();
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static Predicate<KeyReference> present(TenantId tenant) {
        return r -> r.name().tenant().equals(tenant) && r.deleted().isEmpty();
    }

    private static boolean hasKid(KeyReference reference, Kid kid) {
        return hasKid(reference, kid.value());
    }

    private static boolean hasKid(KeyReference reference, String kid) {
        return reference.identity().map(i -> i.kid().value().equals(kid)).orElse(false);
    }
}
