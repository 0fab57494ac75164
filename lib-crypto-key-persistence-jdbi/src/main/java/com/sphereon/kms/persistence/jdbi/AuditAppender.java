package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.AuditReceipt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lets events wait while others are written, and has all that wait then written together. Nothing waits for more to come. A
 * tenant's events are written by one thread at a time, in their order; there are threads only while there is something to
 * write. Safe for use by many threads.
 */
final class AuditAppender implements AutoCloseable {
    /** Events that may wait; more come in faster than the disk takes them. */
    static final int MAX_WAITING = 10_000;

    /** Events in a transaction. */
    static final int MAX_EVENTS = 512;

    /** Tenants in a transaction. */
    static final int MAX_TENANTS = 64;

    /** How long an event may wait for its turn: whoever handed it over has given up long before. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** How long closing waits for what was handed over before. */
    private static final Duration MAX_CLOSING = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Consumer<List<TenantEvents>> writer;
    private final int maxWriters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allWritten = lock.newCondition();
    private final Map<TenantId, AuditLine> lines = new HashMap<>();
    private final Deque<AuditLine> ready = new ArrayDeque<>();
    private int waiting;
    private int writers;
    private boolean closed;

    /**
     * @param writer writes events of one or several tenants, in the order of their ids, and tells those who wait
     * @param maxWriters how many threads call it at the same time
     */
    AuditAppender(Consumer<List<TenantEvents>> writer, int maxWriters) {
        this.writer = writer;
        this.maxWriters = maxWriters;
    }

    /** Completed when the event is written, or when it is clear that it will not be. */
    CompletableFuture<AuditReceipt> append(AuditEvent event) {
        PendingEvent pending = new PendingEvent(event, new CompletableFuture<>(), System.nanoTime());
        lock.lock();
        try {
            if (closed) {
                pending.receipt().completeExceptionally(unavailable("The database is being closed"));
            } else if (waiting >= MAX_WAITING) {
                pending.receipt().completeExceptionally(unavailable("The database is too busy"));
            } else {
                enqueue(pending);
            }
        } finally {
            lock.unlock();
        }
        return pending.receipt();
    }

    private void enqueue(PendingEvent pending) {
        waiting++;
        AuditLine line = lines.computeIfAbsent(pending.event().tenant(), AuditLine::new);
        if (line.add(pending)) {
            ready.add(line);
            startWriter();
        }
    }

    private void startWriter() {
        if (writers < maxWriters && !ready.isEmpty()) {
            writers++;
            Thread.ofVirtual().name("kms-audit-writer").start(this::writeAll);
        }
    }

    private void writeAll() {
        List<TenantEvents> group = next(List.of());
        while (!group.isEmpty()) {
            write(group);
            group = next(group);
        }
    }

    private void write(List<TenantEvents> group) {
        try {
            List<TenantEvents> inTime =
                    group.stream().filter(events -> !isExpired(events)).toList();
            if (!inTime.isEmpty()) {
                writer.accept(inTime);
            }
        } finally {
            // Of whom nobody has thought, which should be nobody.
            group.forEach(events -> events.fail(unavailable("The audit record was not written")));
        }
    }

    /** As old as its oldest. */
    private static boolean isExpired(TenantEvents events) {
        return System.nanoTime() - events.events().getFirst().since() > MAX_WAIT.toNanos();
    }

    /** What is to be written next; when there is nothing, the thread that asks must end. */
    private List<TenantEvents> next(List<TenantEvents> written) {
        lock.lock();
        try {
            written.forEach(events -> release(events.tenant()));
            List<TenantEvents> group = take();
            if (group.isEmpty()) {
                writers--;
                allWritten.signalAll();
            }
            startWriter();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void release(TenantId tenant) {
        AuditLine line = lines.get(tenant);
        if (line != null && line.written()) {
            ready.add(line);
        } else {
            lines.remove(tenant);
        }
    }

    private List<TenantEvents> take() {
        List<TenantEvents> group = new ArrayList<>();
        int room = MAX_EVENTS;
        while (room > 0 && group.size() < MAX_TENANTS && !ready.isEmpty()) {
            TenantEvents taken = ready.remove().take(room);
            room -= taken.events().size();
            group.add(taken);
        }
        waiting -= MAX_EVENTS - room;
        group.sort(Comparator.comparing(events -> events.tenant().value()));
        return group;
    }

    /** Takes no more events; returns when those it has are written, or after some seconds. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            awaitAllWritten();
            ready.forEach(line -> line.take(MAX_WAITING).fail(unavailable("The database is being closed")));
            ready.clear();
        } finally {
            lock.unlock();
        }
    }

    private void awaitAllWritten() {
        long left = MAX_CLOSING.toNanos();
        try {
            while (writers > 0 && left > 0) {
                left = allWritten.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static UnavailableException unavailable(String message) {
        return new UnavailableException(message, RETRY_AFTER, new CancellationException());
    }
}
