package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.CheckpointWitness;
import com.sphereon.kms.core.spi.Persistence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is known of the logs from before: by what the database, this process and the witness remember, of which only the first is
 * lost when the database is set back. Safe for use by many threads.
 */
final class KnownHeads {
    private final AuditLog log;
    private final boolean shared;
    private final AuditTrail trail;
    private final CheckpointWitness witness;
    private final CheckpointCheck check;
    private final Map<TenantId, TreeHead> signed = new ConcurrentHashMap<>();
    private final Map<TenantId, TreeHead> read = new ConcurrentHashMap<>();

    KnownHeads(Persistence persistence, AuditTrail trail, CheckpointWitness witness, CheckpointCheck check) {
        this.log = persistence.auditLog();
        this.shared = persistence.shared();
        this.trail = trail;
        this.witness = witness;
        this.check = check;
    }

    /**
     * What was known of a log at a moment.
     *
     * @param size how many events it had at least
     * @param heads what it begins with, the smallest first
     * @param signedSize size of the greatest checkpoint that was handed out
     * @param checkpoint the newest in the database
     */
    record Known(long size, List<TreeHead> heads, long signedSize, Optional<StoredCheckpoint> checkpoint) {

        /** Nothing but this. */
        static Known of(TreeHead head) {
            return new Known(head.size(), List.of(head), 0, Optional.empty());
        }
    }

    /**
     * To be called before the log is read: since it only grows, all this must hold of what is read then.
     *
     * @throws IntegrityException when a checkpoint is not what was signed
     */
    Known of(TenantId tenant) {
        long size = trail.minSize(tenant);
        List<TreeHead> handedOut = Stream.concat(
                        Optional.ofNullable(signed.get(tenant)).stream(), witnessed(tenant).stream())
                .toList();
        List<TreeHead> heads = new ArrayList<>(handedOut);
        Optional.ofNullable(read.get(tenant)).ifPresent(heads::add);
        Optional<StoredCheckpoint> checkpoint = log.latestCheckpoint(tenant);
        checkpoint.ifPresent(stored -> heads.add(check.head(tenant, stored)));
        heads.sort(Comparator.comparingLong(TreeHead::size));
        return new Known(
                heads.isEmpty() ? size : Math.max(size, heads.getLast().size()),
                List.copyOf(heads),
                handedOut.stream().mapToLong(TreeHead::size).max().orElse(0),
                checkpoint);
    }

    private Optional<TreeHead> witnessed(TenantId tenant) {
        return witness.last(tenant)
                .map(note -> CheckpointCheck.stated("the witness's checkpoint", note))
                .filter(checkpoint -> CheckpointCheck.isOf(tenant, checkpoint))
                .map(checkpoint -> new TreeHead(checkpoint.size(), checkpoint.root()));
    }

    /** @throws IntegrityException when that is not what was signed */
    TreeHead signed(TenantId tenant, StoredCheckpoint checkpoint) {
        return check.head(tenant, checkpoint);
    }

    /** Where nobody else writes, there is nothing but what this process wrote. */
    void requireOwn(TenantId tenant, TreeHead head) {
        long most = shared ? Long.MAX_VALUE : trail.maxSize(tenant);
        if (head.size() > most) {
            throw LogContinuity.changed("there are %d events, and nobody appended more than %d", head.size(), most);
        }
    }

    /** Keeps a checkpoint before it is handed out. */
    void keep(TenantId tenant, StoredCheckpoint checkpoint) {
        log.keep(tenant, checkpoint);
        signed.put(tenant, new TreeHead(checkpoint.size(), checkpoint.root()));
        witness.keep(tenant, checkpoint.note());
    }

    /** Whose logs were read or signed. */
    Set<TenantId> tenants() {
        Set<TenantId> all = new HashSet<>(signed.keySet());
        all.addAll(read.keySet());
        return all;
    }

    /** Remembers a log of which all was read. */
    void wasRead(TenantId tenant, TreeHead head) {
        read.put(tenant, head);
    }
}
