package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps each tenant's audit log: events as the leaves of a Merkle tree (RFC 6962), in one order without holes, whichever
 * replica wrote them. What is in it is never changed. Safe for use by many threads and processes.
 */
public interface AuditLog {
    /** Of the tree, the hashes of leaves are kept, and of the subtrees whose level is a multiple of this. */
    int TILE_HEIGHT = 8;

    /** The most hashes {@link #hashes} returns at once. */
    int TILE_WIDTH = 1 << TILE_HEIGHT;

    /**
     * Appends an event. Events that wait at the same time are written together.
     *
     * @return completed once the event is on disk; exceptionally with a {@link KmsException} when it is not known to be. It may
     *     be in the log then all the same.
     */
    CompletableFuture<AuditReceipt> append(AuditEvent event);

    /** The tree as it is now, as the one who appends last computed it. */
    TreeHead head(TenantId tenant);

    /**
     * The records that meet the filter, in the order of the log.
     *
     * @param begin the first index looked at
     * @param end the first index not looked at
     * @param limit how many at most
     */
    List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit);

    /**
     * The first index, not less than {@code begin}, from which on there may be an event in the time of the filter, as far as
     * that can be told without looking at every event; {@code begin} itself when it cannot.
     */
    long skip(TenantId tenant, long begin, EventFilter filter);

    /**
     * Hashes of complete subtrees that lie next to each other.
     *
     * @param level a multiple of {@link #TILE_HEIGHT}; 0 for leaves
     * @param first index of the first among the subtrees of its level
     * @param count 1 to {@link #TILE_WIDTH}
     * @return as many as there are, up to the first that is missing
     */
    List<Sha256> hashes(TenantId tenant, int level, long first, int count);

    /** Keeps a checkpoint; does nothing when there is one of that size. */
    void keep(TenantId tenant, StoredCheckpoint checkpoint);

    /** The checkpoint of the greatest size. */
    Optional<StoredCheckpoint> latestCheckpoint(TenantId tenant);

    /**
     * Checkpoints in the order of their sizes.
     *
     * @param from the least size
     */
    List<StoredCheckpoint> checkpoints(TenantId tenant, long from, int limit);

    /** The tenants that have a log; without those whose tables cannot be read, which are logged. */
    List<TenantId> tenants();

    /** The tenants with events that no checkpoint covers; without those whose tables cannot be read, which are logged. */
    List<TenantId> tenantsBehind();
}
