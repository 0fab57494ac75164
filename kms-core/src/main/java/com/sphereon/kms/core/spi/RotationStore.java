package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps rotations, straight from the database. A write that returned is on disk. Safe for use by many threads and
 * processes. An alias has at most one rotation that is {@link Rotation.Phase#isUnfinished() unfinished}.
 */
public interface RotationStore {

    /** The rotation of that id. */
    Optional<Rotation> find(TenantId tenant, UUID id);

    /** All rotations of the alias, those of keys that had it before included, the newest first. */
    List<Rotation> list(TenantId tenant, KeyAlias alias);

    /** The unfinished rotations of a tenant whose next step is due, the longest due first. */
    List<Rotation> findDue(TenantId tenant, Instant now);

    /** All unfinished rotations of a tenant, by alias. */
    List<Rotation> listUnfinished(TenantId tenant);

    /** @throws ConflictException when there is one with that id, or an unfinished one of that alias; nothing is written then */
    void insert(Rotation rotation);

    /**
     * @param changed has a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or nothing is; nothing is written then
     */
    void update(Rotation changed);
}
