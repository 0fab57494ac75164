package com.sphereon.kms.provider.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Remembers for a while what a backend told of its keys, by tenant and identifier; failures are not remembered. Safe for use
 * by many threads. Two threads that ask for the same key at the same time may both ask the backend, so that none waits
 * longer than for its own call.
 */
public final class KnownKeys {
    private static final int MAX_KEYS = 10_000;

    private final Cache<KeyHandle, ProviderKey> keys;
    private final AtomicLong forgotten = new AtomicLong();

    KnownKeys(RemoteSettings limits, Ticker ticker) {
        // Tidies up in the thread that puts something in: there is no other.
        this.keys = Caffeine.newBuilder()
                .expireAfterWrite(limits.cacheTtl())
                .maximumSize(MAX_KEYS)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Empty, with the time to live of those limits. */
    public static KnownKeys with(RemoteSettings limits) {
        return new KnownKeys(limits, Ticker.systemTicker());
    }

    /**
     * The key as it is remembered, or else as the backend tells.
     *
     * @param backend asks it; what it throws comes out here
     */
    public ProviderKey get(KeyHandle handle, Supplier<ProviderKey> backend) {
        ProviderKey known = keys.getIfPresent(handle);
        if (known != null) {
            return known;
        }
        long before = forgotten.get();
        ProviderKey told = backend.get();
        // Not what was asked before the key was deleted.
        keys.asMap().compute(handle, (key, meanwhile) -> forgotten.get() == before ? told : meanwhile);
        return told;
    }

    /** Remembers a key that was just made. */
    public void put(KeyHandle handle, ProviderKey key) {
        keys.put(handle, key);
    }

    /** Forgets a key, because it was deleted or changed. */
    public void forget(KeyHandle handle) {
        forgotten.incrementAndGet();
        keys.invalidate(handle);
    }
}
