package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.UUID;

/** References to fill a store with. Names that a test does not give are unique in the world. */
public final class KeyReferences {
    /** When references made here were created. */
    public static final Change CREATED = new Change(Instant.parse("2026-01-02T03:04:05.678901Z"), "creator");

    private KeyReferences() {}

    /** A tenant no other test has seen, so that tests may share one database. */
    public static TenantId freshTenant() {
        return new TenantId("t-" + UUID.randomUUID());
    }

    /** A P-256 signing key that lives. */
    public static KeyReference live(TenantId tenant, String alias) {
        return of(tenant, alias).live();
    }

    /** The note that a P-256 signing key is about to be made. */
    public static KeyReference creating(TenantId tenant, String alias) {
        return of(tenant, alias).creating();
    }

    /** A reference with more to say. */
    public static KeyReferenceBuilder of(TenantId tenant, String alias) {
        return new KeyReferenceBuilder(tenant, alias);
    }

    /** A change some seconds after {@link #CREATED}. */
    public static Change later(int seconds) {
        return new Change(CREATED.at().plusSeconds(seconds), "changer");
    }
}
