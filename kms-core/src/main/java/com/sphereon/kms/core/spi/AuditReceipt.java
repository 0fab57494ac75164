package com.sphereon.kms.core.spi;

/**
 * That an event is in the log for good.
 *
 * @param index of its leaf, from 0
 * @param changes the tenant's change counter as it was after the event was handed over, for
 *     {@link KeyReferenceStore#isCurrent(com.sphereon.kms.core.model.KeyReference, long)}
 */
public record AuditReceipt(long index, long changes) {}
