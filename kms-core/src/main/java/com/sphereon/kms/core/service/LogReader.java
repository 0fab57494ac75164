package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads one log from its beginning to its end, part by part and again and again, and holds every event against its hash, its place,
 * the event before, the stored hashes of the tree, and all that was signed or read before. Not safe for use by several threads.
 */
final class LogReader {
    private final TenantId tenant;
    private final AuditLog log;
    private final KnownHeads heads;
    private Frontier frontier = Frontier.empty();
    private Sha256 previous = MerkleTree.EMPTY_ROOT;
    private long same;

    LogReader(TenantId tenant, WatchedLogs logs) {
        this.tenant = tenant;
        this.log = logs.log();
        this.heads = logs.heads();
    }

    /** A hash that must be among those that are stored of the tree. */
    private record Node(int level, long index, Sha256 hash) {}

    /**
     * Reads the next events; at the end it begins anew.
     *
     * @param limit how many at most
     * @return how many there were
     * @throws IntegrityException when the log was changed, naming where
     */
    int readOn(int limit) {
        KnownHeads.Known known = heads.of(tenant);
        TreeHead head = log.head(tenant);
        LogContinuity.requireAllThere(head, known);
        if (head.size() < frontier.size()) {
            throw LogContinuity.changed(
                    "%d events were there, and now there are only %d", frontier.size(), head.size());
        }
        long begin = frontier.size();
        long end = Math.min(head.size(), begin + limit);
        if (begin < end) {
            readTo(end, known).forEach(this::requireStored);
        }
        if (end == head.size()) {
            requireEnd(head);
            heads.wasRead(tenant, head);
            frontier = Frontier.empty();
            previous = MerkleTree.EMPTY_ROOT;
            same = 0;
        }
        return (int) (end - begin);
    }

    /** Returns what must be stored of the tree, beside the leaves. */
    private List<Node> readTo(long end, KnownHeads.Known known) {
        long begin = frontier.size();
        Map<Long, TreeHead> before = known.heads().stream()
                .collect(Collectors.toMap(TreeHead::size, Function.identity(), LogReader::agreeing));
        Map<Long, StoredCheckpoint> checkpoints = log.checkpoints(tenant, begin + 1, (int) (end - begin)).stream()
                .collect(Collectors.toMap(StoredCheckpoint::size, Function.identity()));
        List<Node> nodes = new ArrayList<>();
        List<AuditRecord> records = log.read(tenant, begin, end, EventFilter.ALL, (int) (end - begin));
        requireAll(records, begin, end);
        for (AuditRecord record : records) {
            requireNext(record);
            frontier.append(record.leafHash(), (level, index, hash) -> {
                if (level > 0 && level % AuditLog.TILE_HEIGHT == 0) {
                    nodes.add(new Node(level, index, hash));
                }
            });
            previous = record.leafHash();
            StoredCheckpoint checkpoint = checkpoints.get(frontier.size());
            if (checkpoint != null) {
                require(heads.signed(tenant, checkpoint));
            }
            TreeHead head = before.get(frontier.size());
            if (head != null) {
                require(head);
            }
        }
        return nodes;
    }

    private static TreeHead agreeing(TreeHead one, TreeHead other) {
        if (!one.equals(other)) {
            throw LogContinuity.changed("there are two roots of %d events", one.size());
        }
        return one;
    }

    private void requireNext(AuditRecord record) {
        requireIntact(record);
        if (!record.follows(previous)) {
            throw record.index() == 0
                    ? LogContinuity.changed("event 0 is not the first that was appended")
                    : LogContinuity.changed(
                            "event %d does not follow event %d; one of the two was changed",
                            record.index(), record.index() - 1);
        }
    }

    /** @throws IntegrityException when the leaf is not the one that was appended */
    static void requireIntact(AuditRecord record) {
        if (!record.isIntact()) {
            throw LogContinuity.changed("event %d was changed, it does not have its hash", record.index());
        }
    }

    /** @throws IntegrityException when these are not the events from {@code begin} to before {@code end} */
    static void requireAll(List<AuditRecord> records, long begin, long end) {
        long next = begin;
        for (AuditRecord record : records) {
            if (record.index() != next) {
                throw missing(next);
            }
            next++;
        }
        if (next < end) {
            throw missing(next);
        }
    }

    private static IntegrityException missing(long index) {
        return LogContinuity.changed("event %d is missing", index);
    }

    private void require(TreeHead known) {
        if (!frontier.root().equals(known.root())) {
            throw LogContinuity.otherEvents(same, known.size());
        }
        same = known.size();
    }

    private void requireStored(Node node) {
        if (!log.hashes(tenant, node.level(), node.index(), 1).equals(List.of(node.hash()))) {
            throw LogContinuity.changed(
                    "the hash of level %d, %d, is not that of events %d to %d",
                    node.level(), node.index(), node.index() << node.level(), ((node.index() + 1) << node.level()) - 1);
        }
    }

    /** That the head is about these events, and that there are no others. */
    private void requireEnd(TreeHead head) {
        if (!frontier.root().equals(head.root())) {
            throw LogContinuity.changed("its head is not that of the %d events", head.size());
        }
        heads.requireOwn(tenant, head);
        boolean more = !log.read(tenant, head.size(), Long.MAX_VALUE, EventFilter.ALL, 1)
                .isEmpty();
        // Others append: then the head has moved on as well.
        if (more && log.head(tenant).size() == head.size()) {
            throw LogContinuity.changed("event %d is there, and the head ends before it", head.size());
        }
    }
}
