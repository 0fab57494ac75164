package com.sphereon.kms.persistence.jdbi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.sphereon.kms.core.model.TenantId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

/**
 * Remembers each tenant's change counter for a moment, so that reading from memory need not ask the database each time
 * and is behind by no more than that moment. Safe for use by many threads.
 */
final class RecentChanges {
    /** Half of what is promised, so that there is time for the answer as well. */
    static final Duration MAX_AGE = Duration.ofMillis(500);

    /** Tenants in use at the same time; beyond it the database is asked more often. */
    private static final int MAX_TENANTS = 10_000;

    private static final long UNKNOWN = -1;

    /** @param asked when the database was asked, in nanoseconds of the ticker */
    private record Seen(long changes, long asked) {}

    private static final Seen NOTHING = new Seen(UNKNOWN, 0);

    private final ToLongFunction<TenantId> database;
    private final Ticker ticker;
    /** A signature notes what it saw: of one tenant's many at once, none waits for another. */
    private final Cache<TenantId, AtomicReference<Seen>> seen =
            Caffeine.newBuilder().maximumSize(MAX_TENANTS).build();

    /** @param database reads a tenant's counter */
    RecentChanges(ToLongFunction<TenantId> database, Ticker ticker) {
        this.database = database;
        this.ticker = ticker;
    }

    /** The counter as it was at most {@link #MAX_AGE} ago, and not before the last {@link #forget}. */
    long recent(TenantId tenant) {
        AtomicReference<Seen> noted = seen.getIfPresent(tenant);
        Seen last = noted == null ? NOTHING : noted.get();
        return last.changes != UNKNOWN && ticker.read() - last.asked < MAX_AGE.toNanos() ? last.changes : now(tenant);
    }

    /** The counter as it is. */
    long now(TenantId tenant) {
        long asked = ticker.read();
        long changes = database.applyAsLong(tenant);
        note(tenant, new Seen(changes, asked));
        return changes;
    }

    /** The time by which {@link #noted} orders what was seen. */
    long time() {
        return ticker.read();
    }

    /**
     * Others have read the counter.
     *
     * @param asked the {@link #time()} before they did
     */
    void noted(TenantId tenant, long changes, long asked) {
        note(tenant, new Seen(changes, asked));
    }

    /** Written or refused: either way the tenant's rows are not what was remembered, and the next call is to see them. */
    void changing(TenantId tenant, Runnable writing) {
        try {
            writing.run();
        } finally {
            forget(tenant);
        }
    }

    /** Whatever was seen until now, and is on its way to be seen, counts no more. */
    void forget(TenantId tenant) {
        note(tenant, new Seen(UNKNOWN, ticker.read()));
    }

    private void note(TenantId tenant, Seen answer) {
        seen.get(tenant, unused -> new AtomicReference<>(answer)).accumulateAndGet(answer, RecentChanges::later);
    }

    /** An answer that was long under way does not replace what came of a later question. */
    private static Seen later(Seen one, Seen other) {
        return one.asked - other.asked > 0 ? one : other;
    }
}
