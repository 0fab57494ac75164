package com.sphereon.kms.http;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import com.sphereon.kms.core.spi.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A database in memory whose audit log can lose events, and be changed behind our back. */
final class UnreliablePersistence implements AuditLog {
    private final Persistence real = new InMemoryPersistence();
    private final AuditLog log = real.auditLog();

    /** Which events cannot be written. */
    volatile Predicate<AuditEvent> lost = event -> false;
    /** What stands in the database instead of what was written. */
    volatile UnaryOperator<AuditRecord> changed = UnaryOperator.identity();
    /** How many of the newest events are gone. */
    volatile int cut;

    /** The database, with this as its audit log. */
    Persistence persistence() {
        return (Persistence) Proxy.newProxyInstance(
                Persistence.class.getClassLoader(), new Class<?>[] {Persistence.class}, (self, method, args) -> {
                    try {
                        return method.getName().equals("auditLog") ? this : method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event) {
        return lost.test(event)
                ? CompletableFuture.failedFuture(new UnavailableException(
                        "The database cannot use its disk", Duration.ofSeconds(7), new IllegalStateException("full")))
                : log.append(event);
    }

    @Override
    public TreeHead head(TenantId tenant) {
        TreeHead head = log.head(tenant);
        return new TreeHead(Math.max(0, head.size() - cut), head.root());
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit) {
        return log.read(tenant, begin, end, filter, limit).stream().map(changed).toList();
    }

    @Override
    public long skip(TenantId tenant, long begin, EventFilter filter) {
        return log.skip(tenant, begin, filter);
    }

    @Override
    public List<Sha256> hashes(TenantId tenant, int level, long first, int count) {
        return log.hashes(tenant, level, first, count);
    }

    @Override
    public void keep(TenantId tenant, StoredCheckpoint checkpoint) {
        log.keep(tenant, checkpoint);
    }

    @Override
    public Optional<StoredCheckpoint> latestCheckpoint(TenantId tenant) {
        return log.latestCheckpoint(tenant);
    }

    @Override
    public List<StoredCheckpoint> checkpoints(TenantId tenant, long from, int limit) {
        return log.checkpoints(tenant, from, limit);
    }

    @Override
    public List<TenantId> tenants() {
        return log.tenants();
    }

    @Override
    public List<TenantId> tenantsBehind() {
        return log.tenantsBehind();
    }
}
