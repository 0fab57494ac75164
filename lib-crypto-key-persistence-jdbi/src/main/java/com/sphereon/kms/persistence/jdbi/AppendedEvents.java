package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.spi.AuditReceipt;

/**
 * Events that are on disk.
 *
 * @param first index of the first; the others follow
 * @param changes the tenant's change counter, read after the events were handed over
 */
record AppendedEvents(TenantEvents events, long first, long changes) {

    /** Tells those who wait. */
    void acknowledge() {
        long index = first;
        for (PendingEvent pending : events.events()) {
            pending.receipt().complete(new AuditReceipt(index++, changes));
        }
    }
}
