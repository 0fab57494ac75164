package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the last checkpoint of each log outside of the database, so that a database that was set back to an earlier
 * state can be told from one that was not. Safe for use by many threads.
 */
public interface CheckpointWitness {
    /** Remembers nothing. */
    CheckpointWitness NONE = new CheckpointWitness() {
        @Override
        public Optional<String> last(TenantId tenant) {
            return Optional.empty();
        }

        @Override
        public Set<TenantId> tenants() {
            return Set.of();
        }

        @Override
        public void keep(TenantId tenant, String note) {}
    };

    /**
     * The signed note of the last checkpoint that was kept.
     *
     * @throws KmsException when it cannot be read
     */
    Optional<String> last(TenantId tenant);

    /**
     * Of whose logs it remembers something.
     *
     * @throws KmsException when that cannot be read
     */
    Set<TenantId> tenants();

    /**
     * Replaces what was kept before.
     *
     * @throws KmsException when it cannot be written
     */
    void keep(TenantId tenant, String note);
}
