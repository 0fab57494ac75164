package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps rotation policies, straight from the database. A write that returned is on disk. Safe for use by many threads and
 * processes. An alias has at most one.
 */
public interface RotationPolicyStore {

    /** The policy of that alias. */
    Optional<RotationPolicy> find(TenantId tenant, KeyAlias alias);

    /** All of a tenant, ordered by alias. */
    List<RotationPolicy> list(TenantId tenant);

    /** Those of a tenant that are due, the longest due first. */
    List<RotationPolicy> findDue(TenantId tenant, Instant now);

    /** @throws ConflictException when the alias has one; nothing is written then */
    void insert(RotationPolicy policy);

    /**
     * @param changed has a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or nothing is; nothing is written then
     */
    void update(RotationPolicy changed);

    /** @throws ConflictException when what is stored is not this very revision; nothing is deleted then */
    void delete(RotationPolicy policy);
}
