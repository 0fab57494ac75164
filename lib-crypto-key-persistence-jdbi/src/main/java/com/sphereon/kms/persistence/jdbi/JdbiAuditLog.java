package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Audit logs in the tables {@code audit_log}, {@code audit_event}, {@code audit_tile} and {@code audit_checkpoint}. */
final class JdbiAuditLog implements AuditLog, AutoCloseable {
    /** Transactions at once, where a database takes more than one; the other connections are for requests. */
    private static final int MAX_WRITERS = 4;

    /** Tenants in a transaction, where it is the commit that takes time. */
    private static final int MAX_TENANTS = 64;

    /** Where each tenant takes some round trips, and others could be on their way meanwhile. */
    private static final int MAX_TENANTS_OF_SERVER = 8;

    private final TenantTables tables;
    private final AuditAppender appender;
    private final AuditReading reading;
    private final AuditCheckpoints checkpoints;

    /**
     * @param changes is told of the counters that are read on the way
     * @param connections how many can write
     */
    JdbiAuditLog(TenantTables tables, RecentChanges changes, int connections) {
        this.tables = tables;
        this.appender = new AuditAppender(
                new AuditWriter(tables, changes)::write,
                Math.clamp(connections / 2, 1, MAX_WRITERS),
                tables.dialect().shared() ? MAX_TENANTS_OF_SERVER : MAX_TENANTS);
        this.reading = new AuditReading(tables);
        this.checkpoints = new AuditCheckpoints(tables);
    }

    /** Returns at once, but for the first time in a tenant's life: then its tables are made. */
    @Override
    public CompletableFuture<AuditReceipt> append(AuditEvent event) {
        try {
            tables.prepare(event.tenant());
        } catch (KmsException e) {
            return CompletableFuture.failedFuture(e);
        }
        return appender.append(event);
    }

    @Override
    public TreeHead head(TenantId tenant) {
        return reading.head(tenant);
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit) {
        return reading.read(tenant, begin, end, filter, limit);
    }

    @Override
    public long skip(TenantId tenant, long begin, EventFilter filter) {
        return reading.skip(tenant, begin, filter);
    }

    @Override
    public List<Sha256> hashes(TenantId tenant, int level, long first, int count) {
        return reading.hashes(tenant, level, first, count);
    }

    @Override
    public void keep(TenantId tenant, StoredCheckpoint checkpoint) {
        checkpoints.keep(tenant, checkpoint);
    }

    @Override
    public Optional<StoredCheckpoint> latestCheckpoint(TenantId tenant) {
        return checkpoints.latest(tenant);
    }

    @Override
    public List<StoredCheckpoint> checkpoints(TenantId tenant, long from, int limit) {
        return checkpoints.list(tenant, from, limit);
    }

    @Override
    public List<TenantId> tenants() {
        return tables.tenantsWith(TenantSearch.withAuditLog());
    }

    @Override
    public List<TenantId> tenantsBehind() {
        return tables.tenantsWith(TenantSearch.withoutCheckpoint());
    }

    /** What was handed over is written first. */
    @Override
    public void close() {
        appender.close();
    }
}
