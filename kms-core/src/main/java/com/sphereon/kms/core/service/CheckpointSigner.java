package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.audit.NoteKey;
import com.sphereon.kms.core.audit.SignedNote;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Signs the state of one log with the tenant's key for that, after it was seen that the log still begins with all that was
 * signed before.
 */
final class CheckpointSigner {
    private static final Duty DUTY = new Duty(new ServiceName("audit"), Purpose.AUDIT_CHECKPOINT);
    private static final String SUBJECT = "kms:audit";

    private final AuditTrail trail;
    private final Signatures signatures;
    private final KnownHeads heads;
    private final LogContinuity continuity;
    private final AuditAlarms alarms;
    private final String origin;

    CheckpointSigner(AuditTrail trail, Signatures signatures, WatchedLogs logs, String origin) {
        this.trail = trail;
        this.signatures = signatures;
        this.heads = logs.heads();
        this.continuity = logs.continuity();
        this.alarms = logs.alarms();
        this.origin = origin;
    }

    /** Which log a tenant's is. */
    String origin(TenantId tenant) {
        return origin + "/" + tenant;
    }

    /**
     * @throws IntegrityException when the log is not the continuation of what was signed before
     * @throws ConflictException when the tenant has no key that may sign it
     */
    StoredCheckpoint sign(TenantId tenant) {
        alarms.requireNone(tenant);
        KnownHeads.Known known = alarms.watched(tenant, () -> heads.of(tenant));
        TreeHead before = continuing(tenant, known);
        Optional<StoredCheckpoint> last = known.checkpoint();
        return last.isPresent() && last.get().size() == before.size() ? last.get() : signed(tenant, before);
    }

    /** The signature itself is recorded first, so that it is among what is signed, and does not put the log ahead again. */
    private StoredCheckpoint signed(TenantId tenant, TreeHead before) {
        Caller caller = new Caller(tenant, SUBJECT, Optional.of(DUTY.service()));
        requireKey(caller);
        AuditReceipt receipt = trail.started(caller, AuditOperation.SIGN_CHECKPOINT, AuditTarget.of(DUTY.alias()));
        TreeHead head = continuing(tenant, KnownHeads.Known.of(before));
        Checkpoint checkpoint = new Checkpoint(origin(tenant), head.size(), head.root());
        byte[] text = checkpoint.text().getBytes(StandardCharsets.UTF_8);
        Signed signed = signatures.signRecorded(caller, KeySelection.of(DUTY.alias()), text, receipt);
        StoredCheckpoint stored = new StoredCheckpoint(
                head.size(),
                head.root(),
                SignedNote.of(checkpoint.text(), noteKey(origin(tenant), signed), signed.signature())
                        .toString(),
                signed.version().kid(),
                trail.clock().instant());
        heads.keep(tenant, stored);
        return stored;
    }

    private TreeHead continuing(TenantId tenant, KnownHeads.Known known) {
        return alarms.watched(tenant, () -> continuity.require(tenant, known));
    }

    /** Asked for first, so that a log that cannot be signed does not grow by each attempt. */
    private void requireKey(Caller caller) {
        try {
            signatures.requireSigner(caller, KeySelection.of(DUTY.alias()));
        } catch (InvalidRequestException e) {
            throw new ConflictException("the audit log cannot be signed: %s".formatted(e.getMessage()));
        }
    }

    private static NoteKey noteKey(String name, Signed signed) {
        KeyReference version = signed.version();
        return new NoteKey(
                name,
                version.existing()
                        .publicKey()
                        .orElseThrow(() ->
                                new UnsupportedException("duty '%s' needs a key with a public half; key '%s' has none"
                                        .formatted(DUTY, version.kid()))),
                signed.algorithm());
    }
}
