package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import java.util.List;

/** Events of one tenant that are written together, in their order. */
record TenantEvents(TenantId tenant, List<PendingEvent> events) {

    /** Tells those who still wait that it did not work. */
    void fail(RuntimeException failure) {
        events.forEach(pending -> pending.receipt().completeExceptionally(failure));
    }
}
