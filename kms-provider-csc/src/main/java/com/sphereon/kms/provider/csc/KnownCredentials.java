package com.sphereon.kms.provider.csc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sphereon.kms.provider.remote.RemoteSettings;
import java.util.Optional;

/**
 * Remembers for a while what a service told of its credentials; failures are not remembered. Safe for use by many threads.
 */
final class KnownCredentials {
    private static final int MAX_CREDENTIALS = 10_000;

    private final Cache<String, Credential> credentials;

    KnownCredentials(RemoteSettings limits) {
        // Tidies up in the thread that puts something in: there is no other.
        this.credentials = Caffeine.newBuilder()
                .expireAfterWrite(limits.cacheTtl())
                .maximumSize(MAX_CREDENTIALS)
                .executor(Runnable::run)
                .build();
    }

    /** What is remembered. */
    Optional<Credential> find(String id) {
        return Optional.ofNullable(credentials.getIfPresent(id));
    }

    /** Remembers what was told just now. */
    void put(String id, Credential credential) {
        credentials.put(id, credential);
    }
}
