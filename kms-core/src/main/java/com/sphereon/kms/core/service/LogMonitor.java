package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads all audit logs again and again, a part of some of them at a time, to find what was changed in the database. What it finds
 * raises an alarm. Runs on every replica. Safe for use by many threads.
 */
public final class LogMonitor {
    /** Of a log at a time. */
    static final int MAX_EVENTS = 1000;

    /** How many parts of logs in a run. */
    static final int MAX_PARTS = 8;

    private static final Logger LOG = System.getLogger(LogMonitor.class.getName());

    private final WatchedLogs logs;
    private final AuditTrail trail;
    private final ReentrantLock running = new ReentrantLock();
    private final Map<TenantId, LogReader> readers = new HashMap<>();
    private final Deque<TenantId> round = new ArrayDeque<>();

    LogMonitor(WatchedLogs logs, AuditTrail trail) {
        this.logs = logs;
        this.trail = trail;
    }

    /**
     * Reads on; to be called every few seconds. Each log has its turn; after a failure it is read from its beginning.
     *
     * @return how many events were read; fewer while the database is away
     */
    public int run() {
        if (!running.tryLock()) {
            return 0;
        }
        try {
            return readParts();
        } catch (UnavailableException e) {
            LOG.log(Level.DEBUG, "the audit logs cannot be read now: {0}", e.getMessage());
            return 0;
        } finally {
            running.unlock();
        }
    }

    private int readParts() {
        if (round.isEmpty()) {
            begin();
        }
        int read = 0;
        for (int part = 0; part < MAX_PARTS && !round.isEmpty(); part++) {
            read += read(round.remove());
        }
        return read;
    }

    /** All logs that are there, and those that were. */
    private void begin() {
        Set<TenantId> all = new HashSet<>(logs.log().tenants());
        all.addAll(trail.tenants());
        all.addAll(logs.heads().tenants());
        all.removeAll(logs.alarms().all().keySet());
        round.addAll(all);
    }

    private int read(TenantId tenant) {
        LogReader reader = Optional.ofNullable(readers.remove(tenant)).orElseGet(() -> new LogReader(tenant, logs));
        try {
            int read = logs.alarms().watched(tenant, () -> reader.readOn(MAX_EVENTS));
            readers.put(tenant, reader);
            return read;
        } catch (IntegrityException e) {
            // The alarm is raised, and that is all there is to know of this log.
            return 0;
        }
    }
}
