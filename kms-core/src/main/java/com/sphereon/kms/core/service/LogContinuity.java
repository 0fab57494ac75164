package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.Proofs;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.util.List;

/** Whether a log still is what it was said to be. */
final class LogContinuity {
    private final AuditLog log;

    LogContinuity(AuditLog log) {
        this.log = log;
    }

    /**
     * @param now as the log states itself
     * @param before what was known of it
     * @throws IntegrityException when the log, as it is stored, does not have that root, or does not begin with what it was
     */
    void require(TenantId tenant, TreeHead now, List<TreeHead> before) {
        Proofs stored = new Proofs(new StoredSubtrees(log, tenant));
        for (TreeHead known : before) {
            if (known.size() > now.size()) {
                throw contradiction("%d events were there, and now there are only %d", known.size(), now.size());
            }
            if (!stored.root(known.size()).equals(known.root())) {
                throw contradiction(
                        "the events before index %d are not those that were there when there were %d",
                        known.size(), known.size());
            }
        }
        if (!stored.root(now.size()).equals(now.root())) {
            throw contradiction("the %d events are not those that were appended", now.size());
        }
    }

    private static IntegrityException contradiction(String what, Object... values) {
        return new IntegrityException("the audit log was changed: " + what.formatted(values), null);
    }
}
