package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.concurrent.CompletableFuture;

/**
 * An event that is to be appended, and who waits for that.
 *
 * @param since when it was handed over, in nanoseconds of {@link System#nanoTime()}
 */
record PendingEvent(AuditEvent event, CompletableFuture<AuditReceipt> receipt, long since) {}
