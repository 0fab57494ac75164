package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.List;
import java.util.Optional;

/** Finds the key version a name stands for: an alias first, then a kid. */
final class KeyLookup {
    private final KeyReferenceStore store;

    KeyLookup(KeyReferenceStore store) {
        this.store = store;
    }

    /** The live version of that name, the primary one for an alias; at that provider, when one is named. */
    Optional<KeyReference> find(TenantId tenant, String aliasOrKid, Optional<ProviderId> provider) {
        return store.findByAlias(tenant, new KeyAlias(aliasOrKid))
                .flatMap(Key::primary)
                .or(() -> byKid(tenant, new Kid(aliasOrKid), provider))
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()));
    }

    /** @throws NotFoundException when there is no such key for this tenant */
    KeyReference require(TenantId tenant, String aliasOrKid, Optional<ProviderId> provider) {
        return find(tenant, aliasOrKid, provider).orElseThrow(() -> notFound(aliasOrKid));
    }

    static NotFoundException notFound(String aliasOrKid) {
        return new NotFoundException("Key not found: " + aliasOrKid);
    }

    private Optional<KeyReference> byKid(TenantId tenant, Kid kid, Optional<ProviderId> provider) {
        List<KeyReference> matches = store.findByKid(tenant, kid).stream()
                .filter(KeyReference::isLive)
                .filter(version -> provider.isEmpty() || version.provider().equals(provider.get()))
                .toList();
        return theOnly(kid, matches);
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
