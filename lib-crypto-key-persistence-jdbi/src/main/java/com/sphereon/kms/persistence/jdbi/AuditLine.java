package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The events of a tenant that nobody is writing yet. Guarded by the lock of {@link AuditAppender}. */
final class AuditLine {
    private final TenantId tenant;
    private final Deque<PendingEvent> events = new ArrayDeque<>();
    private boolean beingWritten;

    AuditLine(TenantId tenant) {
        this.tenant = tenant;
    }

    /** Returns whether that makes it ready to be written. */
    boolean add(PendingEvent pending) {
        events.add(pending);
        return !beingWritten && events.size() == 1;
    }

    /** The first of them, of which somebody begins to write; the others must wait until {@link #written}. */
    TenantEvents take(int atMost) {
        beingWritten = true;
        List<PendingEvent> taken = new ArrayList<>();
        while (taken.size() < atMost && !events.isEmpty()) {
            taken.add(events.remove());
        }
        return new TenantEvents(tenant, taken);
    }

    /** What was taken is written, or failed. Returns whether there is more. */
    boolean written() {
        beingWritten = false;
        return !events.isEmpty();
    }
}
