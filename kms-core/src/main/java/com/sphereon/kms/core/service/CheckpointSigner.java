package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.audit.NoteKey;
import com.sphereon.kms.core.audit.SignedNote;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Purpose;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.AuditLog;
import com.sphereon.kms.core.spi.AuditReceipt;
import com.sphereon.kms.core.spi.CheckpointWitness;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Signs the state of one log with the tenant's key for that, after it was seen that the log still begins with all that was
 * signed before: by what the database, this process and the witness remember, of which only the first is lost when the
 * database is set back.
 */
final class CheckpointSigner {
    private static final Logger LOG = System.getLogger(CheckpointSigner.class.getName());
    private static final Duty DUTY = new Duty(new ServiceName("audit"), Purpose.AUDIT_CHECKPOINT);
    private static final String SUBJECT = "kms:audit";

    private final AuditLog log;
    private final AuditTrail trail;
    private final Signatures signatures;
    private final CheckpointWitness witness;
    private final String origin;
    private final LogContinuity continuity;
    private final Clock clock;
    private final Map<TenantId, TreeHead> seen = new ConcurrentHashMap<>();
    private final Map<TenantId, String> alarms = new ConcurrentHashMap<>();

    CheckpointSigner(AuditLog log, AuditTrail trail, Signatures signatures, CheckpointWitness witness, String origin) {
        this.log = log;
        this.trail = trail;
        this.signatures = signatures;
        this.witness = witness;
        this.origin = origin;
        this.continuity = new LogContinuity(log);
        this.clock = trail.clock();
    }

    /** Which log a tenant's is. */
    String origin(TenantId tenant) {
        return origin + "/" + tenant;
    }

    /** The logs that contradict what was signed of them, and how. */
    Map<TenantId, String> alarms() {
        return Map.copyOf(alarms);
    }

    /** @throws IntegrityException when the log is not the continuation of what was signed before */
    StoredCheckpoint sign(TenantId tenant) {
        Optional<StoredCheckpoint> last = log.latestCheckpoint(tenant);
        TreeHead before = watched(tenant, () -> continuing(tenant, known(tenant, last)));
        if (last.isPresent() && last.get().size() == before.size()) {
            return last.get();
        }
        return signed(tenant, before);
    }

    /** The signature itself is recorded first, so that it is among what is signed, and does not put the log ahead again. */
    private StoredCheckpoint signed(TenantId tenant, TreeHead before) {
        Caller caller = new Caller(tenant, SUBJECT, Optional.of(DUTY.service()));
        AuditReceipt receipt = trail.started(caller, AuditOperation.SIGN_CHECKPOINT, AuditTarget.of(DUTY.alias()));
        TreeHead head = watched(tenant, () -> continuing(tenant, List.of(before)));
        Checkpoint checkpoint = new Checkpoint(origin(tenant), head.size(), head.root());
        byte[] text = checkpoint.text().getBytes(StandardCharsets.UTF_8);
        Signed signed = signatures.signRecorded(caller, KeySelection.of(DUTY.alias()), text, receipt);
        StoredCheckpoint stored = new StoredCheckpoint(
                head.size(),
                head.root(),
                SignedNote.of(checkpoint.text(), noteKey(origin(tenant), signed), signed.signature())
                        .toString(),
                signed.version().kid(),
                clock.instant());
        log.keep(tenant, stored);
        seen.put(tenant, head);
        witness.keep(tenant, stored.note());
        return stored;
    }

    /** The tree as it is now, after it was seen that it begins with those. */
    private TreeHead continuing(TenantId tenant, List<TreeHead> known) {
        TreeHead now = log.head(tenant);
        continuity.require(tenant, now, known);
        return now;
    }

    private <T> T watched(TenantId tenant, Supplier<T> look) {
        try {
            return look.get();
        } catch (IntegrityException e) {
            alarms.put(tenant, String.valueOf(e.getMessage()));
            LOG.log(Level.ERROR, "ALARM: tenant {0}: {1}; its checkpoints end here", tenant, e.getMessage());
            throw e;
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

    private List<TreeHead> known(TenantId tenant, Optional<StoredCheckpoint> last) {
        List<TreeHead> known = new ArrayList<>();
        last.ifPresent(checkpoint -> known.add(head(tenant, checkpoint)));
        Optional.ofNullable(seen.get(tenant)).ifPresent(known::add);
        witness.last(tenant)
                .map(CheckpointSigner::note)
                .map(note -> Checkpoints.stated(note.text()))
                .filter(checkpoint -> checkpoint.origin().equals(origin(tenant)))
                .ifPresent(checkpoint -> known.add(new TreeHead(checkpoint.size(), checkpoint.root())));
        return known;
    }

    /** What was handed out is what counts, and not what stands beside it. */
    private static TreeHead head(TenantId tenant, StoredCheckpoint stored) {
        Checkpoint stated = Checkpoints.stated(note(stored.note()).text());
        if (stated.size() != stored.size() || !stated.root().equals(stored.root())) {
            throw new IntegrityException(
                    "the stored checkpoint of size %d of tenant %s was changed".formatted(stored.size(), tenant), null);
        }
        return new TreeHead(stated.size(), stated.root());
    }

    private static SignedNote note(String text) {
        try {
            return SignedNote.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IntegrityException("a stored checkpoint is damaged", e);
        }
    }
}
