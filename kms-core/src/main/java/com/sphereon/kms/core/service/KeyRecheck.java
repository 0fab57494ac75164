package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.util.Optional;

/**
 * Whether a key that was used may be used still. What was selected may come from a memory that others' changes had not reached yet;
 * a result leaves only if it may be made now.
 */
final class KeyRecheck {
    private final KeyReferenceStore store;
    private final Duties duties;

    KeyRecheck(KeyReferenceStore store, Duties duties) {
        this.store = store;
        this.duties = duties;
    }

    /** @param changes the tenant's change counter as it was after the use */
    boolean passes(Caller caller, KeySelection selection, KeyReference version, long changes) {
        return store.isCurrent(version, changes) && isStillSelected(caller, selection, version);
    }

    /** The same, asking the database. */
    boolean passes(Caller caller, KeySelection selection, KeyReference version) {
        return store.isCurrent(version) && isStillSelected(caller, selection, version);
    }

    /** @throws ConflictException when a duty is named that must not be done now */
    void requireEnabled(Caller caller, KeySelection selection) {
        selection.alias().ifPresent(name -> duties.requireEnabled(caller.tenant(), name));
    }

    /** The duty that was named may have been given another key, or disabled; what is set is as new as the counter now. */
    private boolean isStillSelected(Caller caller, KeySelection selection, KeyReference version) {
        if (!duties.reaches(caller, version.name().alias())) {
            return false;
        }
        Optional<KeyAlias> name = selection.alias();
        if (name.isEmpty()) {
            return true;
        }
        requireEnabled(caller, selection);
        return duties.resolve(caller.tenant(), name.get()).equals(version.name().alias());
    }
}
