package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Clock;
import java.time.Duration;

/**
 * Takes a key version out of being in two systems: the reference stops serving, the material is deleted, the reference
 * becomes history. Each step may be repeated, so whoever comes after a crash goes on where it stopped.
 */
final class KeyDeletion {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final KeyReferenceStore store;
    private final Providers providers;
    private final Clock clock;

    KeyDeletion(KeyReferenceStore store, Providers providers, Clock clock) {
        this.store = store;
        this.providers = providers;
        this.clock = clock;
    }

    void delete(Caller caller, KeyReference reference) {
        KeyReference deleting = reference;
        if (reference.progress() != Progress.DELETING) {
            deleting = reference.deleting(now(caller));
            store.update(deleting);
        }
        if (reference.origin() == Origin.MANAGED) {
            holder(reference).provider().delete(KeyHandle.of(reference));
        }
        store.update(deleting.deleted(now(caller)));
    }

    RegisteredProvider holder(KeyReference reference) {
        return providers
                .holder(reference.provider())
                .orElseThrow(() -> new UnavailableException(
                        "Provider %s, which holds the key, is not configured".formatted(reference.provider()),
                        RETRY_AFTER,
                        new IllegalStateException("no such provider")));
    }

    private Change now(Caller caller) {
        return new Change(clock.instant(), caller.subject());
    }
}
