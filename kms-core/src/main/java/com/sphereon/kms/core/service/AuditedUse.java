package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.function.Supplier;

/** One use of a key that is being recorded: how it ends, and only that. */
record AuditedUse(AuditTrail trail, AuditEvent event) {

    /** What the work results in; a failure is recorded before it is thrown. */
    <T> T orRecord(Supplier<T> work) {
        return trail.orRecord(event, work);
    }

    /** Records that it was done. */
    AuditReceipt succeeded(AuditTarget target) {
        return trail.record(trail.ended(event, target, AuditOutcome.SUCCEEDED));
    }
}
