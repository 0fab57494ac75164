package com.sphereon.kms.app;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.spi.AuditFollower;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event as a line of JSON to the logger {@code kms.audit}, for whatever ships logs. The logging configuration
 * puts a queue in between that drops lines rather than wait: the log that counts is the one in the database.
 */
final class AuditLines implements AuditFollower {
    private static final Logger LOG = LoggerFactory.getLogger("kms.audit");

    @Override
    public void recorded(AuditEvent event, long index) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{}", AuditRecord.line(event, index));
        }
    }
}
