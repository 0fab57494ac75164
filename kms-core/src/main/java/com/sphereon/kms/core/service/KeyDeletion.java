package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyIdentity;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.Progress;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.NewKey;
import java.time.Clock;
import java.util.Optional;

/**
 * Takes a key version out of being in two systems: the reference stops serving, the material is deleted, the reference
 * becomes history. Each step may be repeated, so whoever comes after a crash goes on where it stopped. Material is never
 * touched before the reference was won over, so one that went live in the meantime keeps its key.
 */
final class KeyDeletion {
    private final KeyReferenceStore store;
    private final Providers providers;
    private final Clock clock;

    KeyDeletion(KeyReferenceStore store, Providers providers, Clock clock) {
        this.store = store;
        this.providers = providers;
        this.clock = clock;
    }

    /**
     * Deletes a version, or takes back one that never came to be.
     *
     * @return false when somebody else changed the reference meanwhile, so that it must be read again
     * @throws ConflictException when the provider refuses to let go of the key; it goes on serving then
     * @throws UnsupportedException when the provider cannot delete keys
     * @throws UnavailableException when the provider is not configured any more or cannot be reached
     */
    boolean delete(Caller caller, KeyReference reference) {
        Optional<KeyProvider> holder = isHeld(reference) ? Optional.of(holder(reference)) : Optional.empty();
        KeyReference deleting = reference;
        if (reference.progress() != Progress.DELETING) {
            deleting = reference.deleting(now(caller));
            if (!replaced(deleting)) {
                return false;
            }
        }
        if (holder.isPresent()) {
            deleteMaterial(caller, holder.get(), deleting);
        }
        return replaced(deleting.deleted(now(caller)));
    }

    /** What is destroyed is no longer at the provider, which may be gone by now. */
    private static boolean isHeld(KeyReference reference) {
        return reference.origin() == Origin.MANAGED && !reference.lifecycle().isMaterialGone();
    }

    private void deleteMaterial(Caller caller, KeyProvider holder, KeyReference deleting) {
        Optional<KeyIdentity> identity = deleting.identity();
        if (identity.isEmpty()) {
            holder.discard(new NewKey(deleting.id(), deleting.name(), deleting.parameters()));
            return;
        }
        try {
            holder.delete(KeyHandle.of(deleting));
        } catch (ConflictException e) {
            store.update(deleting.live(identity.get(), now(caller)));
            throw e;
        }
    }

    /** Every provider can discard what it just made; to delete a key that lives is an ability of its own. */
    private KeyProvider holder(KeyReference reference) {
        RegisteredProvider registered = providers.holder(reference.name().tenant(), reference.provider());
        KeyProvider holder = registered.provider();
        if (reference.isLive() && !holder.capabilities().supports(ProviderOperation.DELETE_KEY)) {
            throw new UnsupportedException("Provider %s cannot delete keys".formatted(registered.id()));
        }
        return holder;
    }

    private boolean replaced(KeyReference changed) {
        try {
            store.update(changed);
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    private Change now(Caller caller) {
        return new Change(clock.instant(), caller.subject());
    }
}
