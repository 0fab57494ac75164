package com.sphereon.kms.core.service;

import com.sphereon.kms.core.spi.AuditLog;

/** The audit logs with all that is needed to see whether they were changed. */
record WatchedLogs(AuditLog log, KnownHeads heads, LogContinuity continuity, AuditAlarms alarms) {
    WatchedLogs(AuditLog log, KnownHeads heads) {
        this(log, heads, new LogContinuity(log), new AuditAlarms());
    }
}
