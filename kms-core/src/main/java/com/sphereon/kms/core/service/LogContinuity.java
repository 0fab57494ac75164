package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.Proofs;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;

/** Whether a log still is what it was said to be, as far as the stored hashes tell. Safe for use by many threads. */
final class LogContinuity {
    private final AuditLog log;

    LogContinuity(AuditLog log) {
        this.log = log;
    }

    /**
     * The log as it is now.
     *
     * @param known of it from before
     * @throws IntegrityException when the log, as it is stored, does not have the root its head says, or does not begin with what
     *     it was
     */
    TreeHead require(TenantId tenant, KnownHeads.Known known) {
        TreeHead now = log.head(tenant);
        requireAllThere(now, known);
        Proofs stored = new Proofs(new StoredSubtrees(log, tenant));
        long same = 0;
        for (TreeHead before : known.heads()) {
            if (!stored.root(before.size()).equals(before.root())) {
                throw otherEvents(same, before.size());
            }
            same = before.size();
        }
        if (!stored.root(now.size()).equals(now.root())) {
            throw changed("its head is not that of the %d events", now.size());
        }
        return now;
    }

    /** @throws IntegrityException when events or checkpoints are gone */
    static void requireAllThere(TreeHead now, KnownHeads.Known known) {
        if (now.size() < known.size()) {
            throw changed("%d events were there, and now there are only %d", known.size(), now.size());
        }
        long checkpoint = known.checkpoint().map(StoredCheckpoint::size).orElse(0L);
        if (checkpoint < known.signedSize()) {
            throw changed("the checkpoint of size %d is gone", known.signedSize());
        }
    }

    /** What to throw when the first events are those that were there, but not all of them. */
    static IntegrityException otherEvents(long same, long size) {
        return changed("of the events %d to %d not all are those that were there", same, size - 1);
    }

    static IntegrityException changed(String what, Object... values) {
        return new IntegrityException("the audit log was changed: " + what.formatted(values), null);
    }
}
