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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** Deletes keys with all their versions, unless somebody counts on them. */
final class KeyRemoval {
    /** How often a deletion is tried anew because others changed the key at the same moment. */
    private static final int MAX_ATTEMPTS = 10;

    private static final Logger LOG = System.getLogger(KeyRemoval.class.getName());

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
     * @throws ConflictException when the key serves a duty, is about to be rotated, or has versions at other providers
     */
    void remove(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        List<KeyReference> versions = removable(caller, aliasOrKid);
        if (versions.stream().noneMatch(version -> isAt(version, provider))) {
            requireGoneAlready(caller, aliasOrKid, provider);
            return;
        }
        KeyAlias alias = versions.getFirst().name().alias();
        lookup.requireAdministration(caller, alias);
        requireOnlyAt(provider, versions);
        // Asking brings the memory up to date, also as to what the duties are.
        store.isCurrent(versions.getFirst());
        requireUnused(caller.tenant(), alias, versions);
        removeAll(caller, aliasOrKid, alias);
    }

    /** Until there is nothing left, also of what was made or changed meanwhile. */
    private void removeAll(Caller caller, String aliasOrKid, KeyAlias alias) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            List<KeyReference> versions = existing(store.findByAlias(caller.tenant(), alias));
            if (versions.isEmpty()) {
                forgetPolicy(caller.tenant(), alias);
                return;
            }
            versions.forEach(version -> deletion.delete(caller, version));
        }
        throw new ConflictException("key '%s' is being changed by others all the time".formatted(aliasOrKid));
    }

    private void forgetPolicy(TenantId tenant, KeyAlias alias) {
        try {
            persistence.rotationPolicies().find(tenant, alias).ifPresent(persistence.rotationPolicies()::delete);
        } catch (ConflictException e) {
            LOG.log(Level.WARNING, "the rotation policy of key {0} is left to be found without its key", alias);
        }
    }

    /**
     * What exists under that very name, and what is being deleted still: an interrupted deletion may be repeated. The name of
     * a duty does not stand for another key here, lest the wrong one be deleted.
     */
    private List<KeyReference> removable(Caller caller, String aliasOrKid) {
        return existing(store.findByAlias(caller.tenant(), new KeyAlias(aliasOrKid))
                .filter(key -> lookup.reaches(caller, key.alias()))
                .or(() -> byKid(caller, new Kid(aliasOrKid), Optional.empty())));
    }

    private static List<KeyReference> existing(Optional<Key> key) {
        return key.stream()
                .flatMap(found -> found.versions().stream())
                .filter(version -> version.identity().isPresent())
                .toList();
    }

    private static boolean isAt(KeyReference version, Optional<ProviderId> provider) {
        return provider.isEmpty() || version.provider().equals(provider.get());
    }

    /** Half a key would be another key. */
    private static void requireOnlyAt(Optional<ProviderId> provider, List<KeyReference> versions) {
        if (!versions.stream().allMatch(version -> isAt(version, provider))) {
            throw new ConflictException("key '%s' has versions at other providers too; delete it at /keys"
                    .formatted(versions.getFirst().name().alias()));
        }
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
