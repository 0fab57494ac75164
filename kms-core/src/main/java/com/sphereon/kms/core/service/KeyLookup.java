package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.List;
import java.util.Optional;

/**
 * Finds the key version a name stands for: an alias first, then a kid. What is out of the caller's reach is found no more
 * than what does not exist.
 */
final class KeyLookup {
    private final KeyReferenceStore store;
    private final Duties duties;
    private final Provisioning provisioning;

    KeyLookup(KeyReferenceStore store, Duties duties, Provisioning provisioning) {
        this.store = store;
        this.duties = duties;
        this.provisioning = provisioning;
    }

    /** The live version of that name, the primary one for an alias; at that provider, when one is named. */
    Optional<KeyReference> find(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        return byAlias(caller, new KeyAlias(aliasOrKid))
                .flatMap(Key::primary)
                .or(() -> theOnly(new Kid(aliasOrKid), live(caller, new Kid(aliasOrKid), provider)))
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()));
    }

    /** @throws NotFoundException when there is no such key for this caller */
    KeyReference require(Caller caller, String aliasOrKid, Optional<ProviderId> provider) {
        return find(caller, aliasOrKid, provider).orElseThrow(() -> notFound(aliasOrKid));
    }

    /** @throws NotFoundException when there is no such key for this caller */
    Key requireKey(Caller caller, String aliasOrKid) {
        return byAlias(caller, new KeyAlias(aliasOrKid))
                .filter(key -> key.primary().isPresent())
                .or(() -> find(caller, aliasOrKid, Optional.empty())
                        .flatMap(version -> store.findByAlias(
                                caller.tenant(), version.name().alias())))
                .orElseThrow(() -> notFound(aliasOrKid));
    }

    /** The same, but as it is now, for who is about to change it. */
    Key requireCurrentKey(Caller caller, String aliasOrKid) {
        Key key = requireKey(caller, aliasOrKid);
        // Asking brings the memory up to date, where it was not.
        return key.primary().filter(store::isCurrent).isPresent() ? key : requireKey(caller, aliasOrKid);
    }

    /**
     * All versions of the key that goes by that name, unfinished ones included: of the one that serves the duty, where it is
     * the name of a duty. Its key is made now, if it is missing and the caller is a service that needs it.
     */
    Optional<Key> byAlias(Caller caller, KeyAlias name) {
        if (!caller.reaches(name)) {
            return byForeignAlias(caller, name);
        }
        KeyAlias alias = duties.resolve(caller.tenant(), name);
        Optional<Key> found = store.findByAlias(caller.tenant(), alias);
        boolean usable = found.flatMap(Key::primary).isPresent();
        return !usable && provisioning.isDue(caller, name)
                ? Optional.of(
                        provisioning.provide(caller.tenant(), Duty.named(name).orElseThrow()))
                : found;
    }

    /** Whether the caller may touch keys of that name. */
    boolean reaches(Caller caller, KeyAlias alias) {
        return duties.reaches(caller, alias);
    }

    /**
     * To use a key for one duty is not to decide over it: what it does for others is at stake too.
     *
     * @throws DeniedException when the key, or a duty it serves, is not the caller's
     */
    void requireAdministration(Caller caller, KeyAlias alias) {
        boolean own = caller.reaches(alias)
                && duties.servedBy(caller.tenant(), alias).stream().allMatch(duty -> caller.reaches(duty.alias()));
        if (!own) {
            throw new DeniedException("key '%s' is not only for the duties of service '%s', which the token is for"
                    .formatted(alias, caller.service().orElseThrow()));
        }
    }

    /** The same, but as it is now, and only where the caller may decide over it. */
    Key requireAdministered(Caller caller, String aliasOrKid) {
        Key key = requireCurrentKey(caller, aliasOrKid);
        requireAdministration(caller, key.alias());
        return key;
    }

    /** A key with a name of its own may serve a duty of the caller all the same. */
    private Optional<Key> byForeignAlias(Caller caller, KeyAlias name) {
        return duties.reaches(caller, name) ? store.findByAlias(caller.tenant(), name) : Optional.empty();
    }

    /** All versions of that kid, unfinished ones included; at that provider, when one is named. */
    List<KeyReference> byKid(Caller caller, Kid kid, Optional<ProviderId> provider) {
        return store.findByKid(caller.tenant(), kid).stream()
                .filter(version -> duties.reaches(caller, version.name().alias()))
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()))
                .toList();
    }

    static NotFoundException notFound(String aliasOrKid) {
        return new NotFoundException("Key not found: " + aliasOrKid);
    }

    private List<KeyReference> live(Caller caller, Kid kid, Optional<ProviderId> provider) {
        return byKid(caller, kid, provider).stream()
                .filter(KeyReference::isLive)
                .toList();
    }

    /** @throws ConflictException when there are several */
    static Optional<KeyReference> theOnly(Kid kid, List<KeyReference> matches) {
        if (matches.size() > 1) {
            throw new ConflictException(
                    ErrorCode.KMS_KEY_REFERENCE_AMBIGUOUS,
                    "kid '%s' names keys at the providers %s; name the alias or the providerId"
                            .formatted(
                                    kid,
                                    matches.stream().map(KeyReference::provider).toList()));
        }
        return matches.stream().findFirst();
    }
}
