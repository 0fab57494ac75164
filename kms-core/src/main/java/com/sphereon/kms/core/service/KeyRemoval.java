package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.util.List;
import java.util.Optional;

/** Deletes keys with all their versions, unless somebody counts on them. */
final class KeyRemoval {
    /** How often a deletion is tried anew because others changed the key at the same moment. */
    private static final int MAX_ATTEMPTS = 10;

    private final KeyReferenceStore store;
    private final Persistence persistence;
    private final KeyLookup lookup;
    private final DutyGuard guard;
    private final KeyDeletion deletion;

    KeyRemoval(Persistence persistence, KeyLookup lookup, DutyGuard guard, KeyDeletion deletion) {
        this.store = persistence.keyReferences();
        this.persistence = persistence;
        this.lookup = lookup;
        this.guard = guard;
        this.deletion = deletion;
    }

    /**
     * @throws NotFoundException when this tenant has no such key, and never had one that is managed elsewhere
     * @throws ConflictException when the key serves a duty, or is about to be rotated
     */
    void remove(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            List<KeyReference> versions = removable(caller, aliasOrKid, provider);
            if (versions.isEmpty()) {
                requireGoneAlready(caller, aliasOrKid, provider);
                return;
            }
            KeyAlias alias = versions.getFirst().name().alias();
            requireUnused(caller.tenant(), alias, versions);
            if (versions.stream().allMatch(version -> deletion.delete(caller, version))) {
                persistence
                        .rotationPolicies()
                        .find(caller.tenant(), alias)
                        .ifPresent(persistence.rotationPolicies()::delete);
                return;
            }
            // Someone else changed or deleted a version between our reading and our writing.
        }
        throw new ConflictException("key '%s' is being changed by others all the time".formatted(aliasOrKid));
    }

    /**
     * What exists under that very name, and what is being deleted still: an interrupted deletion may be repeated. The name of
     * a duty does not stand for another key here, lest the wrong one be deleted.
     */
    private List<KeyReference> removable(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        return store
                .findByAlias(caller.tenant(), new KeyAlias(aliasOrKid))
                .filter(key -> lookup.reaches(caller, key.alias()))
                .or(() -> byKid(caller, new Kid(aliasOrKid), provider))
                .stream()
                .flatMap(key -> key.versions().stream())
                .filter(version -> version.identity().isPresent())
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()))
                .toList();
    }

    private Optional<Key> byKid(Caller caller, Kid kid, Optional<ProviderId> provider) {
        return KeyLookup.theOnly(kid, lookup.byKid(caller, kid, provider))
                .flatMap(version ->
                        store.findByAlias(caller.tenant(), version.name().alias()));
    }

    /** To delete a reference to a key that is managed elsewhere again is no error (contract 11.4). */
    private void requireGoneAlready(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        boolean wasExternal = store.findDeleted(caller.tenant(), aliasOrKid)
                .filter(version -> version.origin() == Origin.EXTERNAL)
                .filter(version -> lookup.reaches(caller, version.name().alias()))
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()))
                .isPresent();
        if (!wasExternal) {
            throw KeyLookup.notFound(aliasOrKid);
        }
    }

    private void requireUnused(TenantId tenant, KeyAlias alias, List<KeyReference> versions) {
        guard.requireUnused(tenant, alias, versions);
        boolean rotating = persistence.rotations().listUnfinished(tenant).stream()
                .anyMatch(rotation -> rotation.alias().equals(alias));
        if (rotating) {
            throw new ConflictException("key '%s' is about to be rotated; cancel the rotation first".formatted(alias));
        }
    }
}
