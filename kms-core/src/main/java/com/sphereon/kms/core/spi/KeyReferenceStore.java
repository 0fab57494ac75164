package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Lifecycle;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps key references. A write that returned is on disk. Implementations are safe for use by many threads and, where
 * several processes share one database, by many processes. What one process wrote, its own calls find at once; the calls
 * of others find it within a second.
 *
 * <p>Among the references of a tenant that are not deleted these are unique: (alias, version), and (kid, provider). No
 * alias equals the kid of another alias' version either, so a name means one key. Version 1 begins a key: it cannot come
 * to an alias, be it written or renamed, as long as any version of that alias is not deleted. Every method throws
 * {@link UnavailableException} when the database cannot be reached in time; then a write may or may not have happened.
 */
public interface KeyReferenceStore {

    /** The versions of an alias that are not deleted, unfinished ones included. */
    Optional<Key> findByAlias(TenantId tenant, KeyAlias alias);

    /** The references that have this kid and are not deleted, at any provider, ordered by provider. */
    List<KeyReference> findByKid(TenantId tenant, Kid kid);

    /** The reference of that id, a deleted one as well. Straight from the database. */
    Optional<KeyReference> findById(TenantId tenant, UUID id);

    /**
     * The reference that had this alias or kid and was deleted last; none while the name is in use, be it by a key in change.
     * Straight from the database.
     */
    Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid);

    /**
     * The references of the key that a provider calls by that name, deleted ones as well, ordered by alias and version.
     * Straight from the database.
     */
    List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId);

    /**
     * The live references of a tenant whose public keys verifiers of signatures are told at that moment: those of signing
     * keys that have a public half and whose {@link Lifecycle#isPublished} says so. Straight from the database.
     */
    List<KeyReference> listPublished(TenantId tenant, Instant now);

    /** The live references of a tenant whose material is to be deleted, the longest due first. */
    List<KeyReference> findDueDestructions(TenantId tenant, Instant now);

    /** The live references of a tenant, ordered by alias and version; only those at one provider, when one is named. */
    List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider);

    /**
     * Writes a new reference.
     *
     * @throws ConflictException when one of its names is taken, for version 1 also by any other version of its alias,
     *     whatever its progress and state; nothing is written then
     */
    void insert(KeyReference reference);

    /**
     * Replaces a reference by its next revision.
     *
     * @param changed has the same id and a revision one higher than what is stored
     * @throws ConflictException when what is stored has another revision, or one of its names is taken; nothing is
     *     written then
     */
    default void update(KeyReference changed) {
        update(List.of(changed));
    }

    /**
     * Replaces several references of one tenant by their next revisions, all together or none. Nobody sees some of them
     * changed and others not.
     *
     * @throws ConflictException as {@link #update(KeyReference)}, for any of them
     * @throws IllegalArgumentException when they are not one tenant's
     */
    void update(List<KeyReference> changed);

    /**
     * Whether what is stored is this very revision of the reference. The finders may answer from memory and be up to a
     * second behind what other processes wrote; this asks the database. Once it said no, they deliver what is stored
     * now.
     */
    boolean isCurrent(KeyReference reference);

    /**
     * As {@link #isCurrent(KeyReference)}, but without asking the database when nothing of the tenant was changed.
     *
     * @param changes the tenant's change counter, read after the moment at which the reference must have been current; see
     *     {@link AuditReceipt}
     */
    default boolean isCurrent(KeyReference reference, long changes) {
        return isCurrent(reference);
    }

    /**
     * References of all tenants that are being created or deleted and were last touched before a moment; without those of
     * tenants whose references cannot be read, which are logged.
     */
    List<KeyReference> findUnfinished(Instant before);

    /**
     * How many key versions that are not deleted are at a provider, those being created or deleted included, without those
     * whose material is gone. Straight from the database; what was written before the call is counted.
     *
     * @param owner asks that tenant's only; those of all tenants when empty, also of such that this process has not seen
     * @throws UnavailableException when the references of one of them cannot be read, which is not to say that there are
     *     none
     */
    long count(ProviderId provider, Optional<TenantId> owner);
}
