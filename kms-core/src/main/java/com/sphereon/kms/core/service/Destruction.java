package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Origin;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Instant;

/**
 * Destroys the material of a version whose time has come, and keeps the reference with the public key. That it is being done
 * is written down first, so that whoever comes after a crash finishes it.
 */
final class Destruction {
    private static final String SUBJECT = "kms:destruction";

    private final KeyReferenceStore store;
    private final Providers providers;
    private final AuditTrail trail;

    Destruction(KeyReferenceStore store, Providers providers, AuditTrail trail) {
        this.store = store;
        this.providers = providers;
        this.trail = trail;
    }

    /** @throws UnsupportedException when the provider of such a version could not delete its material */
    void requirePossible(KeyReference version) {
        if (version.origin() == Origin.EXTERNAL) {
            throw new UnsupportedException(
                    "key version '%s' is managed at its provider and must be destroyed there".formatted(version.kid()));
        }
        RegisteredProvider holder = providers.holder(version.name().tenant(), version.provider());
        if (!holder.provider().capabilities().supports(ProviderOperation.DELETE_KEY)) {
            throw new UnsupportedException("Provider %s cannot delete keys".formatted(holder.id()));
        }
    }

    /**
     * Repeatable.
     *
     * @throws ConflictException when somebody else is at it, or took the plan back
     * @throws KmsException when the provider cannot or will not; it is tried again later
     */
    void destroy(KeyReference due) {
        Caller caller = new Caller(due.name().tenant(), SUBJECT);
        trail.changing(caller, AuditOperation.DESTROY_KEY, AuditTarget.of(due), () -> destroyed(due));
    }

    private void destroyed(KeyReference due) {
        Instant now = trail.clock().instant();
        KeyReference destroying =
                due.with(due.lifecycle().destroying(new Change(now, SUBJECT), now.plus(RotationSteps.LEASE)));
        store.update(destroying);
        providers.holder(due.name().tenant(), due.provider()).provider().delete(KeyHandle.of(due));
        store.update(destroying.with(
                destroying.lifecycle().destroyed(new Change(trail.clock().instant(), SUBJECT))));
    }
}
