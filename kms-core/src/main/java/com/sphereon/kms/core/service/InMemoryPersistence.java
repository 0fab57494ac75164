package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A database that lives in this object and is gone with it, for embedding and for tests. It keeps the rules of the real
 * ones, but searches by looking at every reference, so it is for thousands of keys, not for millions.
 *
 * <p>Safe for use by many threads; waits for nothing but other threads' calls.
 */
public final class InMemoryPersistence implements Persistence {
    private static final Comparator<KeyReference> BY_NAME = Comparator.comparing(
                    (KeyReference reference) -> reference.name().alias().value())
            .thenComparingInt(reference -> reference.name().version());

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, KeyReference> references = new HashMap<>();
    private final KeyReferenceStore store = new Store();

    /** An empty database. */
    public InMemoryPersistence() {}

    @Override
    public KeyReferenceStore keyReferences() {
        return store;
    }

    @Override
    public Health health() {
        return new Health.Up();
    }

    @Override
    public boolean shared() {
        return false;
    }

    /** Does nothing: what was stored stays until this object is collected. */
    @Override
    public void close() {}

    private final class Store implements KeyReferenceStore {

        @Override
        public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
            List<KeyReference> versions =
                    select(present(tenant).and(r -> r.name().alias().equals(alias)), BY_NAME);
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
        public void update(KeyReference changed) {
            locked(() -> {
                KeyReference stored = references.get(changed.id());
                if (stored == null
                        || !stored.name().tenant().equals(changed.name().tenant())
                        || stored.revision() != changed.revision() - 1) {
                    throw new ConflictException("version %d of key '%s' was changed by another request"
                            .formatted(changed.name().version(), changed.name().alias()));
                }
                return put(changed);
            });
        }

        @Override
        public boolean isCurrent(KeyReference reference) {
            return select(r -> r.id().equals(reference.id()), BY_NAME).stream()
                    .anyMatch(stored ->
                            stored.name().tenant().equals(reference.name().tenant())
                                    && stored.revision() == reference.revision());
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
            return reference;
        }

        private void requireFreeNames(KeyReference reference) {
            KeyAlias alias = reference.name().alias();
            Predicate<KeyReference> others =
                    present(reference.name().tenant()).and(r -> !r.id().equals(reference.id()));
            Predicate<KeyReference> otherKeys =
                    others.and(r -> !r.name().alias().equals(alias));
            refuse(
                    others.and(r -> r.name().equals(reference.name())),
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

        private void refuse(Predicate<KeyReference> taken, Supplier<String> sentence) {
            if (references.values().stream().anyMatch(taken)) {
                throw new ConflictException(sentence.get());
            }
        }

        private List<KeyReference> select(Predicate<KeyReference> condition, Comparator<KeyReference> order) {
            return locked(() -> {
                Stream<KeyReference> found = references.values().stream().filter(condition);
                return found.sorted(order).toList();
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
