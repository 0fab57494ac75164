package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
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

    KeyLookup(KeyReferenceStore store) {
        this.store = store;
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

    /** All versions of the alias, unfinished ones included. */
    Optional<Key> byAlias(Caller caller, KeyAlias alias) {
        return store.findByAlias(caller.tenant(), alias).filter(key -> caller.reaches(key.alias()));
    }

    /** All versions of that kid, unfinished ones included; at that provider, when one is named. */
    List<KeyReference> byKid(Caller caller, Kid kid, Optional<ProviderId> provider) {
        return store.findByKid(caller.tenant(), kid).stream()
                .filter(version -> caller.reaches(version.name().alias()))
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
