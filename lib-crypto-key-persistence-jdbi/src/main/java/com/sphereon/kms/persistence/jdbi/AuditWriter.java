package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.UnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;

/**
 * Writes groups of events, each in one transaction. Safe for use by many
 * threads, but no two may write events of one tenant.
 */
final class AuditWriter {
    /** How long a transaction may take before its commit; no step is begun later. */
    private static final Duration MAX_TRANSACTION = Duration.ofSeconds(6);

    private static final String DUPLICATE = "The audit log has events that its head knows nothing of";

    private final TenantTables tables;
    private final RecentChanges changes;
    private final FailureTranslation failures;

    /** @param changes is told of the counters that are read on the way */
    AuditWriter(TenantTables tables, RecentChanges changes) {
        this.tables = tables;
        this.changes = changes;
        this.failures = new FailureTranslation(tables.dialect());
    }

    /**
     * Writes events and tells those who wait for them what became of them.
     *
     * @param group of one or several tenants, in the order of their ids
     * @return of several tenants, those of whom nothing was written and nobody was told: they are to be tried alone
     */
    List<TenantEvents> write(List<TenantEvents> group) {
        if (group.size() > 1) {
            return writeTogether(group);
        }
        writeAlone(group.getFirst());
        return List.of();
    }

    private List<TenantEvents> writeTogether(List<TenantEvents> group) {
        AtomicBoolean committing = new AtomicBoolean();
        try {
            Set<TenantEvents> written = new HashSet<>();
            for (AppendedEvents appended : append(group, committing)) {
                written.add(appended.events());
            }
            return group.stream().filter(events -> !written.contains(events)).toList();
        } catch (RuntimeException e) {
            // What may have been written already must not be written again.
            if (!committing.get() && mayBeOneTenants(e)) {
                return group;
            }
            group.forEach(events -> events.fail(e));
            return List.of();
        }
    }

    private boolean mayBeOneTenants(RuntimeException e) {
        boolean busy = tables.dialect().shared()
                && failures.saidByDatabase(e).filter(Failure.BUSY::equals).isPresent();
        return busy || !(e instanceof UnavailableException);
    }

    private void writeAlone(TenantEvents events) {
        try {
            try {
                append(List.of(events), new AtomicBoolean());
            } catch (ConflictException e) {
                // Another process has begun the log at the same moment; or else this fails again.
                append(List.of(events), new AtomicBoolean());
            }
        } catch (ConflictException e) {
            events.fail(new IntegrityException(DUPLICATE, e));
        } catch (RuntimeException e) {
            events.fail(e);
        }
    }

    /** Writes and acknowledges. */
    private List<AppendedEvents> append(List<TenantEvents> group, AtomicBoolean committing) {
        long asked = changes.time();
        List<AppendedEvents> written = tables.writeTogether(DUPLICATE, handle -> {
            List<AppendedEvents> appended = append(handle, group);
            committing.set(true);
            return appended;
        });
        for (AppendedEvents appended : written) {
            changes.noted(appended.events().tenant(), appended.changes(), asked);
            appended.acknowledge();
        }
        return written;
    }

    private List<AppendedEvents> append(Handle handle, List<TenantEvents> group) {
        try (AuditStatements statements = new AuditStatements(handle.getConnection())) {
            return new AuditTransaction(statements, tables.dialect(), TimeLimit.in(MAX_TRANSACTION)).append(group);
        } catch (SQLException e) {
            throw new DriverException(e);
        }
    }
}
