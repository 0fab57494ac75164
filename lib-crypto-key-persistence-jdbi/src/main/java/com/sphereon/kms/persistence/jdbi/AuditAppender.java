package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.IntegrityException;
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
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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

    /** How long an event may wait for its turn: whoever handed it over has given up long before. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** How long closing waits for what was handed over before. */
    private static final Duration MAX_CLOSING = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final UnaryOperator<List<TenantEvents>> writer;
    private final int maxWriters;
    private final int maxTenants;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allWritten = lock.newCondition();
    private final Map<TenantId, AuditLine> lines = new HashMap<>();
    private final Deque<AuditLine> ready = new ArrayDeque<>();
    private final Deque<TenantEvents> alone = new ArrayDeque<>();
    private int waiting;
    private int writers;
    private boolean closed;

    /**
     * @param writer writes events of one or several tenants, in the order of their ids, and tells those who wait; of several
     *     tenants it returns those that are to be tried alone
     * @param maxWriters how many threads call it at the same time
     * @param maxTenants tenants in one call
     */
    AuditAppender(UnaryOperator<List<TenantEvents>> writer, int maxWriters, int maxTenants) {
        this.writer = writer;
        this.maxWriters = maxWriters;
        this.maxTenants = maxTenants;
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
        if (writers < maxWriters && !(ready.isEmpty() && alone.isEmpty())) {
            writers++;
            Thread.ofVirtual().name("kms-audit-writer").start(this::writeAll);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // that the yield matters for speed only is what it is for
    private void writeAll() {
        List<TenantEvents> group = next(List.of(), List.of());
        while (!group.isEmpty()) {
            List<TenantEvents> left = write(group);
            // Those who were told are awake already; what they have next is in the next group then, not in the one
            // after it.
            Thread.yield();
            group = next(group, left);
        }
    }

    /** Whatever happens, nobody is left waiting and the thread goes on: it is the one that may write these tenants' events. */
    private List<TenantEvents> write(List<TenantEvents> group) {
        try {
            List<TenantEvents> inTime = group.stream()
                    .map(AuditAppender::inTime)
                    .filter(events -> !events.events().isEmpty())
                    .toList();
            return inTime.isEmpty() ? List.of() : writer.apply(inTime);
        } catch (RuntimeException | Error e) {
            group.forEach(events -> events.fail(new IntegrityException("The audit record could not be written", e)));
            return List.of();
        }
    }

    /** Those who have not given up yet; the others are told. The oldest come first. */
    private static TenantEvents inTime(TenantEvents all) {
        long now = System.nanoTime();
        List<PendingEvent> late = all.events().stream()
                .takeWhile(pending -> now - pending.since() > MAX_WAIT.toNanos())
                .toList();
        if (late.isEmpty()) {
            return all;
        }
        new TenantEvents(all.tenant(), late).fail(unavailable("The database is too slow"));
        return new TenantEvents(
                all.tenant(), all.events().subList(late.size(), all.events().size()));
    }

    /**
     * What is to be written next; when there is nothing, the thread that asks must end.
     *
     * @param left those of the last group that are to be tried alone, for which the others need not wait
     */
    private List<TenantEvents> next(List<TenantEvents> written, List<TenantEvents> left) {
        Set<TenantId> leftTenants = left.stream().map(TenantEvents::tenant).collect(Collectors.toSet());
        lock.lock();
        try {
            written.stream()
                    .map(TenantEvents::tenant)
                    .filter(tenant -> !leftTenants.contains(tenant))
                    .forEach(this::release);
            alone.addAll(left);
            List<TenantEvents> group = alone.isEmpty() ? take() : List.of(alone.remove());
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
        while (room > 0 && group.size() < maxTenants && !ready.isEmpty()) {
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
            UnavailableException tooLate = unavailable("The database is being closed");
            lines.values().forEach(line -> line.take(MAX_WAITING).fail(tooLate));
            alone.forEach(events -> events.fail(tooLate));
            ready.clear();
            alone.clear();
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
