package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Persistence;
import java.util.List;
import java.util.Optional;

/** What every part of the contract works with. Tenants are new for each test; the database need not be. */
interface StoreFixture {

    /** The open database. */
    Persistence persistence();

    /** A tenant without keys. */
    TenantId tenant();

    /** Another tenant without keys. */
    TenantId stranger();

    default KeyReferenceStore store() {
        return persistence().keyReferences();
    }

    default Health health() {
        return persistence().health();
    }

    default List<KeyReference> all(TenantId tenant) {
        return store().list(tenant, Optional.empty());
    }

    default List<KeyReference> versions(TenantId tenant, String alias) {
        return store().findByAlias(tenant, new KeyAlias(alias))
                .map(key -> key.versions())
                .orElse(List.of());
    }

    default List<KeyReference> byKid(TenantId tenant, String kid) {
        return store().findByKid(tenant, new Kid(kid));
    }

    /** Deletes it as the service does: in two steps. Returns what is stored then. */
    default KeyReference delete(KeyReference live) {
        KeyReference deleting = live.deleting(KeyReferences.later(1));
        store().update(deleting);
        KeyReference deleted = deleting.deleted(KeyReferences.later(2));
        store().update(deleted);
        return deleted;
    }
}
