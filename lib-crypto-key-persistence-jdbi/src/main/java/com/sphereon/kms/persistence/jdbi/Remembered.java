package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import com.sphereon.kms.core.model.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was read of tenants' rows, for as long as the tenant's change counter says that it is what is stored still. Safe
 * for use by many threads.
 *
 * @param <K> by what it is found, its tenant included
 * @param <T> what was read
 */
final class Remembered<K, T> {
    /** A counter may run backwards when a backup is restored; after this time nothing is left of what was before. */
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    /** @param changes the tenant's change counter, read before the rest was */
    private record Found<T>(T what, long changes) {}

    private final RecentChanges changes;
    private final Cache<K, Found<T>> found;

    /**
     * @param maxWeight how much is remembered of all tenants together
     * @param weigher says how much of that one thing takes
     */
    Remembered(RecentChanges changes, Ticker ticker, long maxWeight, Weigher<K, T> weigher) {
        this.changes = changes;
        this.found = Caffeine.newBuilder()
                .maximumWeight(maxWeight)
                .weigher((K key, Found<T> read) -> weigher.weigh(key, read.what))
                .expireAfterWrite(MAX_AGE)
                .ticker(ticker)
                .build();
    }

    /** What was read before, or else what is read now. Of what is not found, nothing is remembered. */
    Optional<T> find(TenantId tenant, K key, Supplier<Optional<T>> database) {
        long recent = changes.recent(tenant);
        Optional<T> known = asOf(key, recent);
        if (known.isPresent()) {
            return known;
        }
        Optional<T> read = database.get();
        read.ifPresent(what -> found.put(key, new Found<>(what, recent)));
        return read;
    }

    /** What was read when the counter was that. */
    Optional<T> asOf(K key, long counter) {
        return Optional.ofNullable(found.getIfPresent(key))
                .filter(read -> read.changes == counter)
                .map(Found::what);
    }
}
