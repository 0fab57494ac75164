package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One pass over an export. Of several things that do not fit, the one that comes first is reported. */
final class ExportCheck {
    private static final Pattern END = Pattern.compile("\\{\"end\":\\{\"checkpoints\":\\d+,\"events\":(\\d{1,18})}}");

    private final ExportLines lines;
    private final Replay replay = new Replay();

    /** What the auditor kept and is still to come. */
    private final Deque<Replay.Statement> kept = new ArrayDeque<>();

    /** Before this index the log is the one the auditor knew. */
    private long agreed;

    /** The checkpoint that was read last, until the link of the next event is known. */
    private Optional<Replay.Statement> open = Optional.empty();

    private TreeHead newest = TreeHead.EMPTY;
    private long checkpoints;
    private Optional<Leaf> last = Optional.empty();
    private String firstTime = "";

    ExportCheck(ExportLines lines) {
        this.lines = lines;
    }

    VerifiedExport run(
            Optional<String> expectedOrigin, List<KeptCheckpoint> given, Function<String, CheckpointSignatures> trusted)
            throws IOException {
        String origin = header(next("the header"), expectedOrigin);
        CheckpointSignatures signatures = fitting("the export", () -> trusted.apply(origin));
        keep(given, signatures);
        String tenant = origin.substring(origin.lastIndexOf('/') + 1);
        byte[] line = next("the end");
        while (!begins(line, ExportLines.END)) {
            if (begins(line, ExportLines.CHECKPOINT)) {
                checkpoint(line, signatures);
            } else {
                event(line, tenant);
            }
            line = next("the end");
        }
        end(line);
        return new VerifiedExport(
                origin,
                replay.size(),
                checkpoints,
                firstTime,
                last.map(Leaf::time).orElseThrow(),
                newest.root());
    }

    private byte[] next(String expected) throws IOException {
        return line().orElseThrow(() -> mismatch("%s is missing: the file was cut off".formatted(expected)));
    }

    private Optional<byte[]> line() throws IOException {
        try {
            return lines.next();
        } catch (IllegalArgumentException e) {
            throw mismatch(String.valueOf(e.getMessage()));
        }
    }

    private static boolean begins(byte[] line, String with) {
        byte[] octets = with.getBytes(StandardCharsets.US_ASCII);
        return line.length >= octets.length && Arrays.equals(line, 0, octets.length, octets, 0, octets.length);
    }

    private String header(byte[] line, Optional<String> expected) {
        String origin = fitting(
                "the line is not the header of an export", () -> json(line).text("origin"));
        requireWritten(line, ExportLines.header(origin));
        if (!Checkpoint.isOrigin(origin)) {
            throw mismatch("what the export is of cannot be the name of a log");
        }
        if (!expected.map(origin::equals).orElse(true)) {
            throw mismatch("the export is of the log '%s', not of '%s'".formatted(origin, expected.get()));
        }
        return origin;
    }

    private void keep(List<KeptCheckpoint> given, CheckpointSignatures signatures) {
        NavigableMap<Long, List<Replay.Statement>> statements = new TreeMap<>();
        for (KeptCheckpoint checkpoint : given) {
            Checkpoint stated;
            try {
                stated = signatures.verified(checkpoint.note());
            } catch (IllegalArgumentException e) {
                throw new ExportMismatchException(
                        OptionalLong.empty(), "%s does not fit: %s".formatted(checkpoint.name(), e.getMessage()));
            }
            statements
                    .computeIfAbsent(stated.size(), unused -> new ArrayList<>())
                    .add(new Replay.Statement(checkpoint.name(), new TreeHead(stated.size(), stated.root())));
        }
        statements.values().forEach(kept::addAll);
    }

    private void event(byte[] line, String tenant) {
        long index = replay.size();
        Leaf leaf;
        try {
            leaf = Leaf.parse(line);
        } catch (IllegalArgumentException e) {
            throw mismatch(index, "event %d must be here, and this is none: %s".formatted(index, e.getMessage()));
        }
        if (leaf.index() != index) {
            throw misplaced(leaf, index);
        }
        settle(Optional.of(leaf.previous()));
        if (!leaf.tenant().equals(tenant)) {
            throw mismatch(index, "event %d does not fit: it is of another tenant".formatted(index));
        }
        replay.add(leaf.previous(), MerkleTree.leafHash(line));
        if (last.isEmpty()) {
            firstTime = leaf.time();
        }
        last = Optional.of(leaf);
    }

    /** One of two that claim the same place after the same event was put in: which of them, their order does not tell. */
    private ExportMismatchException misplaced(Leaf leaf, long index) {
        boolean twice = last.filter(before ->
                        before.index() == leaf.index() && before.previous().equals(leaf.previous()))
                .isPresent();
        return twice
                ? mismatch(leaf.index(), "event %d is there twice, here and before".formatted(leaf.index()))
                : mismatch(index, "event %d must be here, and this is event %d".formatted(index, leaf.index()));
    }

    private void checkpoint(byte[] line, CheckpointSignatures signatures) {
        SignedNote note = fitting(
                "the checkpoint here is damaged",
                () -> SignedNote.parse(json(line).text("checkpoint")));
        requireWritten(line, ExportLines.checkpoint(note.toString()));
        if (note.signatures().size() > 1) {
            throw mismatch("the checkpoint here is damaged: it has more than one signature");
        }
        Checkpoint stated = fitting("the checkpoint here does not fit", () -> signatures.verified(note));
        if (!note.text().equals(stated.text())) {
            throw mismatch("the checkpoint here is damaged: it has more than three lines");
        }
        if (stated.size() > replay.size()) {
            throw mismatch(
                    replay.size(),
                    "event %d is missing: the checkpoint here is about %d events"
                            .formatted(replay.size(), stated.size()));
        }
        if (stated.size() < replay.size() || stated.size() <= newest.size()) {
            throw mismatch(
                    "the checkpoint here is about %d events; it comes too late, or again".formatted(stated.size()));
        }
        newest = new TreeHead(stated.size(), stated.root());
        open = Optional.of(new Replay.Statement("the checkpoint of size %d".formatted(stated.size()), newest));
        checkpoints++;
    }

    private void end(byte[] line) throws IOException {
        long events = replay.size();
        settle(Optional.empty());
        if (events == 0) {
            throw mismatch("there are no events in the export; an empty log proves nothing");
        }
        if (newest.size() < events) {
            throw mismatch(
                    newest.size(), "event %d and those after it are covered by no checkpoint".formatted(newest.size()));
        }
        Matcher counted = END.matcher(new String(line, StandardCharsets.UTF_8));
        if (counted.matches() && Long.parseLong(counted.group(1)) > events) {
            throw mismatch(events, "event %d is missing: there were %s events".formatted(events, counted.group(1)));
        }
        requireWritten(line, ExportLines.end(events, checkpoints));
        if (line().isPresent()) {
            throw mismatch("there is something after the end");
        }
        if (!kept.isEmpty()) {
            Replay.Statement larger = kept.getFirst();
            throw mismatch(
                    events,
                    "event %d is missing: %s is about %d events, and the export has only %d"
                            .formatted(events, larger.name(), larger.head().size(), events));
        }
    }

    /** Holds the log, as far as it was read, against all that was signed of it. */
    private void settle(Optional<Sha256> next) {
        open.ifPresent(checkpoint -> replay.require(checkpoint, next, replay.proven()));
        open = Optional.empty();
        boolean agrees = false;
        while (!kept.isEmpty() && kept.getFirst().head().size() == replay.size()) {
            replay.require(kept.removeFirst(), next, agreed);
            agrees = true;
        }
        if (agrees) {
            agreed = replay.size();
        }
    }

    private void requireWritten(byte[] line, String text) {
        if (!Arrays.equals(line, text.getBytes(StandardCharsets.UTF_8))) {
            throw mismatch("the line is not written as it must be");
        }
    }

    private static CanonicalJson json(byte[] line) {
        return CanonicalJson.read(new String(line, StandardCharsets.UTF_8));
    }

    private <T> T fitting(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw mismatch(what + ": " + e.getMessage());
        }
    }

    private ExportMismatchException mismatch(String what) {
        return mismatch(OptionalLong.empty(), what);
    }

    private ExportMismatchException mismatch(long event, String what) {
        return mismatch(OptionalLong.of(event), what);
    }

    /** What is wrong here, unless something before is, which was waiting for more. */
    private ExportMismatchException mismatch(OptionalLong event, String what) {
        settle(Optional.empty());
        return replay.doubted()
                .orElseGet(() -> new ExportMismatchException(event, "line %d: %s".formatted(lines.number(), what)));
    }
}
