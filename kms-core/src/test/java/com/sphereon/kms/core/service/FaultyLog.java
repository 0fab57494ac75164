package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An audit log that can lose events, and be changed behind our back. */
final class FaultyLog implements AuditLog {
    private final AuditLog real;

    /** All that were appended, in their order. */
    final List<AuditEvent> events = new ArrayList<>();
    /** Which events cannot be written. */
    Predicate<AuditEvent> lost = event -> false;
    /** Whose log was changed. */
    TenantId victim = KmsFixture.ALICE.tenant();
    /** How many of the newest events are gone. */
    int cut;
    /** Which leaf was changed. */
    long changed = -1;
    /** What stands in the database instead of what was written. */
    UnaryOperator<List<AuditRecord>> records = UnaryOperator.identity();
    /** And instead of the hashes of subtrees. */
    UnaryOperator<List<Sha256>> tiles = UnaryOperator.identity();
    /** And of the checkpoints. */
    UnaryOperator<List<StoredCheckpoint>> checkpoints = UnaryOperator.identity();
    /** And of the head, when it was not cut. */
    UnaryOperator<TreeHead> heads = UnaryOperator.identity();

    FaultyLog(AuditLog real) {
        this.real = real;
    }

    /** What happened, in short: {@code key.sign succeeded}. */
    List<String> story() {
        return events.stream()
                .map(event ->
                        event.operation().text() + " " + event.outcome().kind().text())
                .toList();
    }

    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event) {
        if (lost.test(event)) {
            return CompletableFuture.failedFuture(new UnavailableException(
                    "The database cannot be reached", Duration.ofSeconds(1), new IllegalStateException("test")));
        }
        events.add(event);
        return real.append(event);
    }

    @Override
    public TreeHead head(TenantId tenant) {
        TreeHead head = real.head(tenant);
        if (!tenant.equals(victim)) {
            return head;
        }
        return cut == 0 ? heads.apply(head) : new TreeHead(head.size() - cut, head.root());
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit) {
        List<AuditRecord> read = real.read(tenant, begin, end, filter, limit);
        return tenant.equals(victim) ? records.apply(read) : read;
    }

    @Override
    public long skip(TenantId tenant, long begin, EventFilter filter) {
        return real.skip(tenant, begin, filter);
    }

    @Override
    public List<Sha256> hashes(TenantId tenant, int level, long first, int count) {
        List<Sha256> hashes = new ArrayList<>(real.hashes(tenant, level, first, count));
        if (tenant.equals(victim) && level == 0 && changed >= first && changed < first + hashes.size()) {
            hashes.set((int) (changed - first), Sha256.of(new byte[] {1}));
        }
        return tenant.equals(victim) && level > 0 ? tiles.apply(hashes) : hashes;
    }

    @Override
    public void keep(TenantId tenant, StoredCheckpoint checkpoint) {
        real.keep(tenant, checkpoint);
    }

    @Override
    public Optional<StoredCheckpoint> latestCheckpoint(TenantId tenant) {
        return checkpoints(tenant).reduce((earlier, later) -> later);
    }

    @Override
    public List<StoredCheckpoint> checkpoints(TenantId tenant, long from, int limit) {
        return checkpoints(tenant)
                .filter(checkpoint -> checkpoint.size() >= from)
                .limit(limit)
                .toList();
    }

    private Stream<StoredCheckpoint> checkpoints(TenantId tenant) {
        List<StoredCheckpoint> all = real.checkpoints(tenant, 0, Integer.MAX_VALUE);
        return (tenant.equals(victim) ? checkpoints.apply(all) : all).stream();
    }

    @Override
    public List<TenantId> tenants() {
        return real.tenants();
    }

    @Override
    public List<TenantId> tenantsBehind() {
        return real.tenantsBehind();
    }
}
