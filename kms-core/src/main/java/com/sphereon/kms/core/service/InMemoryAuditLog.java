package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.audit.LeafText;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Audit logs in memory. One tenant's are written one after the other, none waits for those of another. */
final class InMemoryAuditLog implements AuditLog {
    private final Map<TenantId, Log> logs = new ConcurrentHashMap<>();

    private static final class Log {
        private static final int SPINS = 200;

        private final ReentrantLock lock = new ReentrantLock();
        private final List<AuditRecord> records = new ArrayList<>();
        private final Frontier frontier = Frontier.empty();
        private final Map<Integer, List<Sha256>> hashes = new HashMap<>();
        private final TreeMap<Long, StoredCheckpoint> checkpoints = new TreeMap<>();

        /** What the others do takes some microseconds, less than to be woken up after them. */
        void lock() {
            for (int i = 0; i < SPINS; i++) {
                if (lock.tryLock()) {
                    return;
                }
                Thread.onSpinWait();
            }
            lock.lock();
        }

        long append(AuditEvent event) {
            Sha256 previous = records.isEmpty()
                    ? MerkleTree.EMPTY_ROOT
                    : records.getLast().leafHash();
            AuditRecord stored = AuditRecord.of(event, records.size(), previous);
            records.add(stored);
            frontier.append(stored.leafHash(), (level, index, hash) -> {
                if (level % TILE_HEIGHT == 0) {
                    hashes.computeIfAbsent(level, unused -> new ArrayList<>()).add(hash);
                }
            });
            return stored.index();
        }

        TreeHead head() {
            return new TreeHead(frontier.size(), frontier.root());
        }

        List<AuditRecord> read(long begin, long end, EventFilter filter, int limit) {
            return records.stream()
                    .skip(begin)
                    .limit(Math.max(0, end - begin))
                    .filter(stored -> filter.equals(EventFilter.ALL) || matches(stored.text(), filter))
                    .limit(limit)
                    .toList();
        }

        private static boolean matches(LeafText leaf, EventFilter filter) {
            return filter.includes(leaf.time())
                    && saysIfWanted(leaf, "alias", filter.alias().map(KeyAlias::value))
                    && saysIfWanted(leaf, "kid", filter.kid().map(Kid::value))
                    && saysIfWanted(leaf, "operation", filter.operation().map(AuditOperation::text))
                    && saysIfWanted(leaf, "outcome", filter.outcome().map(AuditOutcome.Kind::text));
        }

        private static boolean saysIfWanted(LeafText leaf, String member, Optional<String> wanted) {
            return wanted.isEmpty() || leaf.says(member, wanted);
        }
    }

    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event) {
        return CompletableFuture.completedFuture(new AuditReceipt(in(event.tenant(), log -> log.append(event)), 0));
    }

    @Override
    public TreeHead head(TenantId tenant) {
        return in(tenant, Log::head);
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit) {
        return in(tenant, log -> log.read(begin, end, filter, limit));
    }

    @Override
    public long skip(TenantId tenant, long begin, EventFilter filter) {
        return begin;
    }

    @Override
    public List<Sha256> hashes(TenantId tenant, int level, long first, int count) {
        return in(
                tenant,
                log -> log.hashes.getOrDefault(level, List.of()).stream()
                        .skip(first)
                        .limit(count)
                        .toList());
    }

    @Override
    public void keep(TenantId tenant, StoredCheckpoint checkpoint) {
        in(tenant, log -> log.checkpoints.putIfAbsent(checkpoint.size(), checkpoint));
    }

    @Override
    public Optional<StoredCheckpoint> latestCheckpoint(TenantId tenant) {
        return in(tenant, log -> Optional.ofNullable(log.checkpoints.lastEntry()))
                .map(Map.Entry::getValue);
    }

    @Override
    public List<StoredCheckpoint> checkpoints(TenantId tenant, long from, int limit) {
        return in(
                tenant,
                log -> log.checkpoints.tailMap(from).values().stream()
                        .limit(limit)
                        .toList());
    }

    @Override
    public List<TenantId> tenants() {
        return logs.keySet().stream().filter(tenant -> head(tenant).size() > 0).toList();
    }

    @Override
    public List<TenantId> tenantsBehind() {
        return logs.keySet().stream()
                .filter(tenant ->
                        latestCheckpoint(tenant).map(StoredCheckpoint::size).orElse(0L)
                                < head(tenant).size())
                .toList();
    }

    private <T> T in(TenantId tenant, Function<Log, T> action) {
        Log log = logs.computeIfAbsent(tenant, unused -> new Log());
        log.lock();
        try {
            return action.apply(log);
        } finally {
            log.lock.unlock();
        }
    }
}
