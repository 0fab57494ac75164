package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.TenantId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that the state of every tenant's audit log is signed often enough, and never states what contradicts an earlier
 * checkpoint. Runs on every replica. Safe for use by many threads.
 */
public final class Checkpoints {
    private static final Logger LOG = System.getLogger(Checkpoints.class.getName());

    /** Most of them wait for a provider or the database. */
    private static final int MAX_AT_ONCE = 8;

    private final WatchedLogs logs;
    private final AuditTrail trail;
    private final CheckpointSigner signer;
    private final CheckpointSchedule schedule;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();
    private final Map<TenantId, Long> covered = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            MAX_AT_ONCE, Thread.ofVirtual().name("kms-checkpoint-", 0).factory());
    private Instant lastSearch;

    Checkpoints(WatchedLogs logs, AuditTrail trail, CheckpointSigner signer, CheckpointSchedule schedule) {
        this.logs = logs;
        this.trail = trail;
        this.signer = signer;
        this.schedule = schedule;
        this.clock = trail.clock();
        this.lastSearch = clock.instant();
    }

    /** How far checkpoints may be behind. */
    public CheckpointSchedule schedule() {
        return schedule;
    }

    /** Which logs are no longer signed, and what contradicts what in them. */
    public Map<TenantId, String> alarms() {
        return logs.alarms().all();
    }

    /**
     * Signs the state of each log that is due; to be called about every second.
     *
     * @return how many checkpoints were made; what could not be done is logged and tried again, except for logs that raised an
     *     alarm
     */
    public int run() {
        // One run that waits for a slow provider is enough.
        if (!running.tryLock()) {
            return 0;
        }
        try {
            Map<TenantId, String> alarms = alarms();
            List<Future<Boolean>> attempts = due().stream()
                    .filter(tenant -> !alarms.containsKey(tenant))
                    .map(tenant -> threads.submit(() -> attempt(tenant)))
                    .toList();
            return (int) attempts.stream().filter(Checkpoints::isDone).count();
        } finally {
            running.unlock();
        }
    }

    /**
     * Signs the state of a tenant's log as it is now.
     *
     * @throws IntegrityException when it contradicts what was signed before; it is not signed any more then
     * @throws KmsException when it cannot be done now
     */
    public StoredCheckpoint sign(TenantId tenant) {
        return signer.sign(tenant);
    }

    private Set<TenantId> due() {
        Set<TenantId> due = new HashSet<>(behind(schedule.events()));
        Instant now = clock.instant();
        // What other replicas appended is found by looking; a clock that went back does not keep us from it for long.
        if (now.isBefore(lastSearch) || !now.isBefore(lastSearch.plus(schedule.interval()))) {
            lastSearch = now;
            due.addAll(logs.log().tenantsBehind());
            // Whatever the database says of them.
            due.addAll(behind(1));
        }
        return due;
    }

    /** Whose logs this process appended so many events to, at least, since its last checkpoint. */
    private List<TenantId> behind(long events) {
        return trail.tenants().stream()
                .filter(tenant -> trail.minSize(tenant) - covered.getOrDefault(tenant, 0L) >= events)
                .toList();
    }

    private static boolean isDone(Future<Boolean> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, "a checkpoint is left for later", e.getCause());
            return false;
        }
    }

    private boolean attempt(TenantId tenant) {
        try {
            covered.put(tenant, sign(tenant).size());
            return true;
        } catch (KmsException e) {
            LOG.log(Level.WARNING, "no checkpoint for tenant {0}: {1}", tenant, e.getMessage());
            return false;
        }
    }
}
