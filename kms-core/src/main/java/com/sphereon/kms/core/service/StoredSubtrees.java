package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.audit.Subtrees;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subtrees of a tenant's log as far as they are stored, and what follows from those. Reads whole tiles and remembers them,
 * so it is for one answer only. Not safe for use by several threads.
 */
final class StoredSubtrees implements Subtrees {
    private final AuditLog log;
    private final TenantId tenant;
    private final Map<Tile, List<Sha256>> tiles = new HashMap<>();

    /** @param number among the tiles of its level */
    private record Tile(int level, long number) {}

    StoredSubtrees(AuditLog log, TenantId tenant) {
        this.log = log;
        this.tenant = tenant;
    }

    @Override
    public Sha256 hash(int level, long index) {
        if (level % AuditLog.TILE_HEIGHT == 0) {
            return stored(level, index);
        }
        return MerkleTree.nodeHash(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
    }

    private Sha256 stored(int level, long index) {
        Tile wanted = new Tile(level, index / AuditLog.TILE_WIDTH);
        List<Sha256> tile = tiles.computeIfAbsent(
                wanted, t -> log.hashes(tenant, level, t.number() * AuditLog.TILE_WIDTH, AuditLog.TILE_WIDTH));
        int place = (int) (index % AuditLog.TILE_WIDTH);
        if (place >= tile.size()) {
            throw new IntegrityException(
                    "the audit log lacks %s %d".formatted(level == 0 ? "event" : "hash of level " + level, index),
                    null);
        }
        return tile.get(place);
    }
}
