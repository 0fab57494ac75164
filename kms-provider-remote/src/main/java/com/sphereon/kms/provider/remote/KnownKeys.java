package com.sphereon.kms.provider.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers for a while what a backend told of its keys, by tenant and identifier; failures are not remembered. What a key is
 * never changes and is remembered for the time the limits say; whose it is, which its tag says, for {@link #OWNERSHIP} at most.
 * Safe for use by many threads. Two threads that ask for the same key at the same time may both ask the backend, so that none waits
 * longer than for its own call.
 */
public final class KnownKeys {
    /** How long it may go on after a key was taken from a tenant, or disabled, at the backend. */
    public static final Duration OWNERSHIP = Duration.ofSeconds(5);

    private static final int MAX_KEYS = 10_000;

    private final Cache<KeyHandle, Known> keys;
    private final LongSupplier nanoTime;
    private final AtomicLong forgotten = new AtomicLong();

    /** A key, and when it was asked last whose it is. */
    private static final class Known {
        private final ProviderKey key;
        private volatile long ownedNanos;

        Known(ProviderKey key, long ownedNanos) {
            this.key = key;
            this.ownedNanos = ownedNanos;
        }
    }

    private KnownKeys(RemoteSettings limits, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        // Tidies up in the thread that puts something in: there is no other.
        this.keys = Caffeine.newBuilder()
                .expireAfterWrite(limits.cacheTtl())
                .maximumSize(MAX_KEYS)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Empty, with the time to live of those limits. */
    public static KnownKeys with(RemoteSettings limits) {
        return with(limits, System::nanoTime);
    }

    /** @param nanoTime counts nanoseconds from anywhere, as {@link System#nanoTime} does */
    public static KnownKeys with(RemoteSettings limits, LongSupplier nanoTime) {
        return new KnownKeys(limits, nanoTime);
    }

    /**
     * The key as it is remembered, or else as the backend tells; for backends that see at each use themselves whose a key is.
     *
     * @param backend asks it; what it throws comes out here
     */
    public ProviderKey get(KeyHandle handle, Supplier<ProviderKey> backend) {
        Known known = keys.getIfPresent(handle);
        return known == null ? asked(handle, backend) : known.key;
    }

    /**
     * The key as it is remembered, or else as the backend tells; and the tenant's, as the backend said not long ago.
     *
     * @param backend asks for the key and whose it is; what it throws comes out here
     * @param ownership asks only whether it may be used by the tenant still; throws when not
     */
    public ProviderKey get(KeyHandle handle, Supplier<ProviderKey> backend, Runnable ownership) {
        Known known = keys.getIfPresent(handle);
        if (known == null) {
            return asked(handle, backend);
        }
        long now = nanoTime.getAsLong();
        if (now - known.ownedNanos >= OWNERSHIP.toNanos()) {
            ownership.run();
            known.ownedNanos = now; // when it was asked, not when it was answered
        }
        return known.key;
    }

    private ProviderKey asked(KeyHandle handle, Supplier<ProviderKey> backend) {
        long before = forgotten.get();
        long now = nanoTime.getAsLong();
        ProviderKey told = backend.get();
        // Not what was asked before the key was deleted.
        keys.asMap().compute(handle, (key, meanwhile) -> forgotten.get() == before ? new Known(told, now) : meanwhile);
        return told;
    }

    /** Remembers a key that was just made. */
    public void put(KeyHandle handle, ProviderKey key) {
        keys.put(handle, new Known(key, nanoTime.getAsLong()));
    }

    /** Forgets a key, because it was deleted or changed. */
    public void forget(KeyHandle handle) {
        forgotten.incrementAndGet();
        keys.invalidate(handle);
    }
}
