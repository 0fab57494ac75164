package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.ProviderRegistration;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.ProviderRegistryStore;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A platform's database that lives in this object and is gone with it, for embedding and for tests. Safe for use by many
 * threads.
 */
public final class InMemoryPlatform implements PlatformPersistence {
    private static final Comparator<ProviderRegistration> ORDER = Comparator.comparing(
                    (ProviderRegistration row) -> row.definition().id().value())
            .thenComparing(
                    row -> row.definition().owner().map(owner -> owner.value()).orElse(""));

    private final AtomicLong changes = new AtomicLong();
    private final InMemoryRows<UUID, ProviderRegistration> rows = new InMemoryRows<>(
            ProviderRegistration::id,
            ProviderRegistration::revision,
            (one, other) -> one.definition().sharesNameWith(other.definition()));

    /** An empty database. */
    public InMemoryPlatform() {}

    @Override
    public ProviderRegistryStore providerRegistry() {
        return new Registry();
    }

    @Override
    public Health health() {
        return new Health.Up();
    }

    /** Does nothing: what was stored stays until this object is collected. */
    @Override
    public void close() {}

    private final class Registry implements ProviderRegistryStore {
        @Override
        public long changes() {
            return changes.get();
        }

        @Override
        public List<ProviderRegistration> list() {
            return rows.select(row -> true, ORDER);
        }

        @Override
        public void insert(ProviderRegistration registration) {
            try {
                rows.insert(registration);
            } catch (ConflictException e) {
                throw new ConflictException("there is a provider '%s' already"
                        .formatted(registration.definition().id()));
            }
            changes.incrementAndGet();
        }

        @Override
        public void update(ProviderRegistration changed) {
            rows.update(changed);
            changes.incrementAndGet();
        }

        @Override
        public void delete(ProviderRegistration registration) {
            rows.delete(registration);
            changes.incrementAndGet();
        }
    }
}
