package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what became of requests that may be repeated, straight from the database. A write that returned is on disk. Safe
 * for use by many threads and processes.
 */
public interface IdempotencyStore {

    /** The record of that id, however old. */
    Optional<IdempotencyRecord> find(TenantId tenant, String id);

    /** @throws ConflictException when there is one with that id; nothing is written then */
    void insert(IdempotencyRecord request);

    /**
     * @param changed has a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or nothing is; nothing is written then
     */
    void update(IdempotencyRecord changed);

    /** @throws ConflictException when what is stored is not this very revision; nothing is deleted then */
    void delete(IdempotencyRecord request);

    /** Deletes what was created before that moment. Returns how many records. */
    int deleteCreatedBefore(TenantId tenant, Instant moment);
}
