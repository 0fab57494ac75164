package com.sphereon.kms.core.service;

import com.sphereon.kms.core.spi.AuditReceipt;
import java.util.concurrent.atomic.AtomicLong;

/** What this process knows of a log because it wrote to it. Safe for use by many threads. */
final class OwnEvents {
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong size = new AtomicLong();

    /** An event is about to be appended. */
    void handOver() {
        handedOver.incrementAndGet();
    }

    /** An event is in the log. */
    void acknowledge(AuditReceipt receipt) {
        first.accumulateAndGet(receipt.index(), Math::min);
        size.accumulateAndGet(receipt.index() + 1, Math::max);
    }

    /** How many events the log has at least. */
    long minSize() {
        return size.get();
    }

    /** How many events the log has at most, if nobody else appends to it. To be called after the log was read. */
    long maxSize() {
        long begin = first.get();
        return begin == Long.MAX_VALUE ? Long.MAX_VALUE : begin + handedOver.get();
    }
}
