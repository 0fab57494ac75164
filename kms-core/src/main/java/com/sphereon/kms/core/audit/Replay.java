package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A log that is built anew from its events and held against what was signed of it. A root tells that something was changed, but
 * not what. That is told by the links: each event has the leaf hash of the one before. Where a link does not fit, one of the two
 * was changed. It was the first if what the links say of the events leads to the root that was signed. Needs the same memory
 * for any number of events.
 */
final class Replay {
    /** Of the events before the last one. */
    private Frontier frontier = Frontier.empty();

    /** Of the same events as the links have them; only from the first link on that does not fit. */
    private Optional<Frontier> linked = Optional.empty();

    private Optional<Doubt> doubt = Optional.empty();

    /** Leaf hash of the last event, and whether it is still to be appended. */
    private Sha256 last = MerkleTree.EMPTY_ROOT;

    private boolean pending;

    /** How many events a signature was seen for. */
    private long proven;

    /**
     * An event whose link does not fit.
     *
     * @param followed whether the link of the next one does
     */
    private record Doubt(long event, boolean followed) {}

    /**
     * What was signed of a log.
     *
     * @param name what to call it in messages
     */
    record Statement(String name, TreeHead head) {}

    /** How many events there are. */
    long size() {
        return frontier.size() + (pending ? 1 : 0);
    }

    /** How many events a signature was seen for. */
    long proven() {
        return proven;
    }

    /** @throws ExportMismatchException when the event before was signed, and the link does not fit it */
    void add(Sha256 previous, Sha256 leafHash) {
        long event = size();
        look(event, previous);
        if (pending) {
            linked.ifPresent(tree -> tree.append(previous));
            frontier.append(last);
        } else if (!previous.equals(last)) {
            throw mismatch(
                    event,
                    event == 0
                            ? "event 0 does not fit: it is linked to an event before, and there is none"
                            : "event %d does not fit: it is not linked to event %d, which was signed"
                                    .formatted(event, event - 1));
        }
        last = leafHash;
        pending = true;
    }

    /** Sees whether the link of an event fits the one before. */
    private void look(long event, Sha256 previous) {
        boolean fits = previous.equals(last);
        if (doubt.isPresent()) {
            doubt = doubt.map(first -> event == first.event + 1 ? new Doubt(first.event, fits) : first);
        } else if (pending && !fits) {
            doubt = Optional.of(new Doubt(event, false));
            linked = Optional.of(frontier.copy());
        }
    }

    /**
     * Holds what there is now against something that was signed of so many events.
     *
     * @param next the link of the event that follows, where there is one
     * @param since the first event that can be what contradicts it
     * @throws ExportMismatchException when it says something else
     */
    void require(Statement statement, Optional<Sha256> next, long since) {
        Frontier whole = pending ? with(frontier, last) : frontier;
        if (!whole.root().equals(statement.head.root())) {
            throw pending ? contradiction(statement, next, since) : unlinked(statement, since);
        }
        if (doubt.isPresent()) {
            long event = doubt.get().event;
            throw mismatch(
                    event,
                    "event %d does not fit: it is not linked to event %d, although %s is about both; the log was written so"
                            .formatted(event, event - 1, statement.name));
        }
        frontier = whole;
        pending = false;
        proven = whole.size();
    }

    private ExportMismatchException contradiction(Statement statement, Optional<Sha256> next, long since) {
        long size = size();
        Frontier claimed = with(linked.orElse(frontier), next.orElse(last));
        next.ifPresent(previous -> look(size, previous));
        if (doubt.isEmpty()) {
            return unlinked(statement, since);
        }
        long event = doubt.get().event;
        if (claimed.root().equals(statement.head.root())) {
            return mismatch(
                    event - 1,
                    "event %d was changed: with the one that event %d is linked to, %s fits"
                            .formatted(event - 1, event, statement.name));
        }
        return event == size ? earlier(event - 1) : doubted(doubt.get());
    }

    /** What is known to be wrong already, although nothing that was signed was held against it yet. */
    Optional<ExportMismatchException> doubted() {
        return doubt.map(this::doubted);
    }

    private ExportMismatchException doubted(Doubt first) {
        long event = first.event;
        return first.followed
                ? earlier(event - 1)
                : mismatch(event, "event %d does not fit: it is not linked to event %d".formatted(event, event - 1));
    }

    private ExportMismatchException earlier(long event) {
        return mismatch(
                event,
                event == proven
                        ? "event %d does not fit: event %d is linked to another one".formatted(event, event + 1)
                        : "event %d does not fit: event %d is linked to another one; events %d to %d may have been changed as well"
                                .formatted(event, event + 1, proven, event - 1));
    }

    /** All links fit: then they were made anew from the event on that was changed, or it was the last one. */
    private ExportMismatchException unlinked(Statement statement, long since) {
        long end = statement.head.size() - 1;
        if (since == end) {
            return mismatch(end, "event %d was changed: it is not the one %s is about".formatted(end, statement.name));
        }
        return new ExportMismatchException(
                OptionalLong.empty(),
                "events %d to %d are not those %s is about; the last of them was changed, or one before and all links after it, which look the same"
                        .formatted(since, end, statement.name));
    }

    private static Frontier with(Frontier tree, Sha256 leafHash) {
        Frontier copy = tree.copy();
        copy.append(leafHash);
        return copy;
    }

    private static ExportMismatchException mismatch(long event, String message) {
        return new ExportMismatchException(OptionalLong.of(event), message);
    }
}
