package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.AuditEvent;

/**
 * Is told of events that are in the audit log already. It neither delays nor decides anything: it returns at once, and what
 * goes wrong in it is its own affair. Safe for use by many threads.
 */
public interface AuditFollower {

    /** @param index of the event in its tenant's log */
    void recorded(AuditEvent event, long index);
}
