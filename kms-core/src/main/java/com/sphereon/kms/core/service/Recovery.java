package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Finishes what a crash or a lost connection interrupted: a key that was being created is taken back, since nobody was
 * told of it, and one that was being deleted is deleted. Safe to run on several replicas at once and at any time.
 */
public final class Recovery {
    /**
     * How long something must be unfinished before it counts as interrupted, where other processes may be at it. Longer
     * than any provider call may take.
     */
    public static final Duration INTERRUPTED_AFTER = Duration.ofMinutes(2);

    private static final Logger LOG = System.getLogger(Recovery.class.getName());
    /** Later than any clock that ever went wrong. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final String SUBJECT = "kms:recovery";

    private final KeyReferenceStore store;
    private final KeyDeletion deletion;
    private final AuditTrail trail;

    Recovery(KeyReferenceStore store, KeyDeletion deletion, AuditTrail trail) {
        this.store = store;
        this.deletion = deletion;
        this.trail = trail;
    }

    /** Finishes everything that is unfinished: only where no other process can be at it, which is at the start. */
    public int finishAll() {
        return finish(END_OF_TIME);
    }

    /** Finishes what was last touched longer than {@link #INTERRUPTED_AFTER} ago. Returns how many references. */
    public int finishInterrupted() {
        return finish(trail.clock().instant().minus(INTERRUPTED_AFTER));
    }

    private int finish(Instant before) {
        int finished = 0;
        for (KeyReference reference : store.findUnfinished(before)) {
            try {
                if (recovered(reference)) {
                    finished++;
                }
            } catch (KmsException e) {
                LOG.log(
                        Level.WARNING,
                        "key {0} at provider {1} stays unfinished: {2}",
                        reference.id(),
                        reference.provider(),
                        e.getMessage());
            }
        }
        return finished;
    }

    private boolean recovered(KeyReference reference) {
        Caller caller = new Caller(reference.name().tenant(), SUBJECT);
        AuditTarget target = AuditTarget.of(reference);
        return trail.changing(
                caller, AuditOperation.RECOVER_KEY, target, () -> deletion.delete(caller, reference), unused -> target);
    }
}
