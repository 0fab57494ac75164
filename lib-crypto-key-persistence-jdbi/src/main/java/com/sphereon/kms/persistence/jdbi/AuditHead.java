package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a tenant's log as a transaction read and locked it; grows with the events that are appended in it. Not safe for use
 * by several threads.
 */
final class AuditHead {
    /** A subtree that became complete, of one of the levels that are stored. */
    record Tile(int level, long index, Sha256 hash) {}

    private final long first;
    private final long changes;
    private final Frontier frontier;
    private final List<Tile> tiles = new ArrayList<>();
    private Sha256 lastLeafHash;

    private AuditHead(Frontier frontier, Sha256 lastLeafHash, long changes) {
        this.first = frontier.size();
        this.frontier = frontier;
        this.lastLeafHash = lastLeafHash;
        this.changes = changes;
    }

    /** @throws IntegrityException when that cannot be the head of a log */
    static AuditHead of(
            TenantId tenant, long size, byte @Nullable [] frontier, byte @Nullable [] lastLeafHash, long changes) {
        return new AuditHead(frontier(tenant, size, frontier), hash(tenant, lastLeafHash), changes);
    }

    /** @throws IntegrityException when the octets are not for a tree of that size */
    static Frontier frontier(TenantId tenant, long size, byte @Nullable [] hashes) {
        try {
            return Frontier.of(size, hashes == null ? new byte[0] : hashes);
        } catch (IllegalArgumentException e) {
            throw damaged(tenant, e);
        }
    }

    private static Sha256 hash(TenantId tenant, byte @Nullable [] hash) {
        if (hash == null || hash.length != Sha256.BYTES) {
            throw damaged(tenant, null);
        }
        return Sha256.fromBytes(hash);
    }

    private static IntegrityException damaged(TenantId tenant, @Nullable Exception cause) {
        return new IntegrityException("The head of the audit log of tenant " + tenant + " is damaged", cause);
    }

    /** The record of the event at the end of the log. */
    AuditRecord append(AuditEvent event) {
        AuditRecord appended = AuditRecord.of(event, frontier.size(), lastLeafHash);
        frontier.append(appended.leafHash(), this::completed);
        lastLeafHash = appended.leafHash();
        return appended;
    }

    private void completed(int level, long index, Sha256 hash) {
        if (level > 0 && level % AuditLog.TILE_HEIGHT == 0) {
            tiles.add(new Tile(level, index, hash));
        }
    }

    /** Number of events before anything was appended. */
    long first() {
        return first;
    }

    long changes() {
        return changes;
    }

    Frontier frontier() {
        return frontier;
    }

    List<Tile> tiles() {
        return tiles;
    }

    Sha256 lastLeafHash() {
        return lastLeafHash;
    }
}
