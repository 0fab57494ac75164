package com.sphereon.kms.core.service;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.Proofs;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.AuditLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What auditors ask of a tenant's audit log. Safe for use by many threads. */
public final class AuditLogs {
    /** The most events of a page. */
    public static final int MAX_PAGE = 1000;

    /** How many events are looked at between two looks at the clock, where no index leads to those that are wanted. */
    private static final long WINDOW = 25_600;

    /** How long a page is searched for; after that it is answered as far as it came. */
    private static final Duration MAX_SEARCH = Duration.ofSeconds(2);

    private final AuditLog log;
    private final AuditTrail trail;
    private final Checkpoints checkpoints;
    private final CheckpointSigner signer;
    private final AuditAlarms alarms;

    AuditLogs(WatchedLogs logs, AuditTrail trail, Checkpoints checkpoints, CheckpointSigner signer) {
        this.log = logs.log();
        this.alarms = logs.alarms();
        this.trail = trail;
        this.checkpoints = checkpoints;
        this.signer = signer;
    }

    /**
     * Some events.
     *
     * @param next where to go on; empty when there are no more now
     */
    public record Page(List<AuditRecord> records, Optional<Long> next) {}

    /**
     * The state of a log.
     *
     * @param origin the name of the log in its checkpoints
     * @param head missing when what is stored cannot be one; the alarm says so
     * @param checkpoint the newest
     * @param alarm why it is no longer signed
     */
    public record Status(
            String origin, Optional<TreeHead> head, Optional<StoredCheckpoint> checkpoint, Optional<String> alarm) {}

    /** A proof that a leaf is in a tree. */
    public record Inclusion(AuditRecord leaf, TreeHead tree, List<Sha256> hashes) {}

    /** A proof that a tree begins with an earlier one. */
    public record Consistency(TreeHead from, TreeHead to, List<Sha256> hashes) {}

    /**
     * Events in the order of the log. A page may be short, or empty, and say all the same where to go on.
     *
     * @param begin the first index looked at
     * @param limit 1 to {@value #MAX_PAGE}
     * @throws DeniedException when the caller is narrowed to one service
     * @throws IntegrityException when one was changed, or is missing
     */
    public Page events(Caller caller, EventFilter filter, long begin, long limit) {
        requireWholeTenant(caller);
        require(begin >= 0, "cursor", begin, "0 or more");
        require(limit >= 1 && limit <= MAX_PAGE, "limit", limit, "1 to " + MAX_PAGE);
        long end = log.head(caller.tenant()).size();
        long deadline = System.nanoTime() + MAX_SEARCH.toNanos();
        List<AuditRecord> found = new ArrayList<>();
        long position = begin;
        while (position < end && found.size() < limit && (found.isEmpty() || System.nanoTime() < deadline)) {
            position = log.skip(caller.tenant(), position, filter);
            long to = filter.isIndexed() ? end : Math.min(end, position + WINDOW);
            int wanted = (int) limit - found.size();
            List<AuditRecord> read = read(caller.tenant(), position, to, filter, wanted);
            found.addAll(read);
            position = read.size() == wanted ? read.getLast().index() + 1 : to;
            if (System.nanoTime() >= deadline) {
                break;
            }
        }
        return new Page(List.copyOf(found), Optional.of(position).filter(next -> next < end));
    }

    /** What is served is what was appended; without a filter, all of it. */
    private List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit) {
        return alarms.watched(tenant, () -> {
            List<AuditRecord> read = log.read(tenant, begin, end, filter, limit);
            read.forEach(LogReader::requireIntact);
            if (filter.equals(EventFilter.ALL)) {
                LogReader.requireAll(read, begin, Math.min(end, begin + limit));
            }
            return read;
        });
    }

    /**
     * @throws NotFoundException when the log has no such event
     * @throws IntegrityException when it was changed, or is missing
     */
    public AuditRecord event(Caller caller, long index) {
        requireWholeTenant(caller);
        return record(caller, index);
    }

    /** How far the log is, and how far it is signed. */
    public Status status(Caller caller) {
        TenantId tenant = caller.tenant();
        Optional<TreeHead> head = readable(tenant, () -> Optional.of(log.head(tenant)));
        Optional<StoredCheckpoint> checkpoint = readable(tenant, () -> log.latestCheckpoint(tenant));
        return new Status(signer.origin(tenant), head, checkpoint, alarms.of(tenant));
    }

    /** What cannot be read any more is left out, beside the alarm it raises. */
    private <T> Optional<T> readable(TenantId tenant, Supplier<Optional<T>> look) {
        try {
            return alarms.watched(tenant, look);
        } catch (IntegrityException e) {
            return Optional.empty();
        }
    }

    /**
     * The newest checkpoint. The first is made now, when there is none yet.
     *
     * @throws NotFoundException when there is nothing in the log
     */
    public StoredCheckpoint checkpoint(Caller caller) {
        Optional<StoredCheckpoint> latest = log.latestCheckpoint(caller.tenant());
        if (latest.isPresent()) {
            return latest.get();
        }
        if (log.head(caller.tenant()).size() == 0) {
            throw new NotFoundException("The audit log has no events yet, so it has no checkpoint");
        }
        return checkpoints.sign(caller.tenant());
    }

    /**
     * Checkpoints in the order of their sizes.
     *
     * @param from the least size
     * @param limit 1 to {@value #MAX_PAGE}
     */
    public List<StoredCheckpoint> checkpoints(Caller caller, long from, long limit) {
        require(from >= 0, "from", from, "0 or more");
        require(limit >= 1 && limit <= MAX_PAGE, "limit", limit, "1 to " + MAX_PAGE);
        return log.checkpoints(caller.tenant(), from, (int) limit);
    }

    /**
     * A proof that an event is in the log.
     *
     * @param size of the tree it is proved for; the newest checkpoint's when empty
     * @throws NotFoundException when the log has no such event
     * @throws InvalidRequestException when the event is not in a tree of that size, or the log has never had that size
     */
    public Inclusion inclusion(Caller caller, long index, Optional<Long> size) {
        AuditRecord leaf = record(caller, index);
        long of = size.orElseGet(() -> covering(caller, index));
        requireSize(caller, "size", of);
        require(index < of, "index", index, "0 to %d, since size is %d".formatted(of - 1, of));
        return proved(
                caller, proofs -> new Inclusion(leaf, new TreeHead(of, proofs.root(of)), proofs.inclusion(index, of)));
    }

    /**
     * A proof that the log of one size begins with all of a smaller one.
     *
     * @param to the newest checkpoint's size when empty
     * @throws InvalidRequestException when the log has never had one of the sizes, or they are in the wrong order
     */
    public Consistency consistency(Caller caller, long from, Optional<Long> to) {
        long until = to.orElseGet(() -> checkpoint(caller).size());
        requireSize(caller, "to", until);
        require(from >= 1 && from <= until, "from", from, "1 to " + until);
        return proved(
                caller,
                proofs -> new Consistency(
                        new TreeHead(from, proofs.root(from)),
                        new TreeHead(until, proofs.root(until)),
                        proofs.consistency(from, until)));
    }

    /**
     * Records that a caller was refused an operation because of who they are.
     *
     * @throws UnavailableException when that cannot be recorded
     */
    public void denied(Caller caller, AuditOperation operation) {
        trail.refused(caller, operation, AuditOutcome.refused(ErrorCode.FORBIDDEN));
    }

    private long covering(Caller caller, long index) {
        long size = checkpoint(caller).size();
        if (index >= size) {
            throw new UnavailableException(
                    "event %d is newer than the newest checkpoint, of size %d".formatted(index, size),
                    checkpoints.schedule().interval(),
                    new IllegalStateException("not covered yet"));
        }
        return size;
    }

    private AuditRecord record(Caller caller, long index) {
        if (index >= log.head(caller.tenant()).size()) {
            throw new NotFoundException("The audit log has no event %d".formatted(index));
        }
        return read(caller.tenant(), index, index + 1, EventFilter.ALL, 1).getFirst();
    }

    private void requireSize(Caller caller, String name, long size) {
        long all = log.head(caller.tenant()).size();
        require(size >= 1 && size <= all, name, size, "1 to " + all);
    }

    private <T> T proved(Caller caller, Function<Proofs, T> proof) {
        TenantId tenant = caller.tenant();
        return alarms.watched(tenant, () -> proof.apply(new Proofs(new StoredSubtrees(log, tenant))));
    }

    private static void requireWholeTenant(Caller caller) {
        if (caller.service().isPresent()) {
            throw new DeniedException("the token is for the duties of service '%s'; the audit log is the whole tenant's"
                    .formatted(caller.service().get()));
        }
    }

    private static void require(boolean condition, String name, long given, String allowed) {
        if (!condition) {
            throw new InvalidRequestException("%s is %d; allowed are %s".formatted(name, given, allowed));
        }
    }
}
