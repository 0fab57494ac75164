package com.sphereon.kms.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sphereon.kms.core.model.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was not exported from a log that was signed is told from what was, and the first event that does not fit is named. */
class ExportVerifierTest {
    /** Checkpoints of sizes 5, 12 and 20, the last two by the second version of the key. */
    private final SampleLog log = SampleLog.of(5, 7, 8);

    private final ExportVerifier verifier = new ExportVerifier(SampleLog.keys(), Ed25519Key::verify);

    /** Where an event is among the lines, from 0: after the header and the checkpoints before it. */
    private static int line(int event) {
        return 1 + event + (event >= 5 ? 1 : 0) + (event >= 12 ? 1 : 0);
    }

    private static final int CHECKPOINT_5 = 6;
    private static final int CHECKPOINT_12 = 14;
    private static final int CHECKPOINT_20 = 23;
    private static final int END = 24;

    private VerifiedExport verify(byte[] export, KeptCheckpoint... kept) {
        try {
            return verifier.verify(new ByteArrayInputStream(export), Optional.empty(), List.of(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeptCheckpoint kept(String note) {
        return new KeptCheckpoint("kept.txt", SignedNote.parse(note));
    }

    private ExportMismatchException mismatch(byte[] export, KeptCheckpoint... kept) {
        try {
            VerifiedExport verified = verify(export, kept);
            throw new AssertionError("verifies as " + verified);
        } catch (ExportMismatchException e) {
            return e;
        }
    }

    private void requireEvent(int event, String message, byte[] export, KeptCheckpoint... kept) {
        ExportMismatchException mismatch = mismatch(export, kept);
        assertThat(mismatch.getMessage()).contains(message);
        assertThat(mismatch.event()).as(mismatch.getMessage()).hasValue(event);
    }

    private void requireEvent(int event, String message, List<String> lines) {
        requireEvent(event, message, SampleLog.file(lines));
    }

    private void requireNoEvent(String message, byte[] export, KeptCheckpoint... kept) {
        ExportMismatchException mismatch = mismatch(export, kept);
        assertThat(mismatch.getMessage()).contains(message);
        assertThat(mismatch.event()).as(mismatch.getMessage()).isEmpty();
    }

    private void requireNoEvent(String message, List<String> lines) {
        requireNoEvent(message, SampleLog.file(lines));
    }

    /** As a file that was edited by hand. */
    private static List<String> edited(List<String> lines, int line, String from, String to) {
        assertThat(lines.get(line)).contains(from);
        lines.set(line, lines.get(line).replace(from, to));
        return lines;
    }

    @Test
    void verify_asExported_saysWhatIsInIt() {
        assertThat(verify(log.export()))
                .isEqualTo(new VerifiedExport(
                        SampleLog.ORIGIN,
                        20,
                        3,
                        "2030-01-01T00:00:00.000000Z",
                        "2030-01-01T00:00:19.000000Z",
                        log.root()));
    }

    @Test
    void verify_checkpointsThatWereKept_fit() {
        SampleLog before = SampleLog.of(5, 7);
        SampleLog between = new SampleLog(SampleLog.ORIGIN).append(9, "key-").sign(SampleLog.KEY);

        verify(log.export(), kept(between.checkpoint(9)), kept(before.checkpoint(12)), kept(log.checkpoint(20)));
        verify(log.export(), kept(SampleLog.KEY.note(new Checkpoint(SampleLog.ORIGIN, 0, MerkleTree.EMPTY_ROOT))));
    }

    @Test
    void verify_oneEvent_fits() {
        assertThat(verify(SampleLog.of(1).export()).events()).isEqualTo(1);
    }

    @Test
    void verify_readInPiecesOfOneOctet_fits() throws IOException {
        ByteArrayInputStream slow = new ByteArrayInputStream(log.export()) {
            @Override
            public synchronized int read(byte[] octets, int offset, int length) {
                return super.read(octets, offset, Math.min(1, length));
            }
        };

        assertThat(verifier.verify(slow, Optional.of(SampleLog.ORIGIN), List.of())
                        .events())
                .isEqualTo(20);
    }

    @Test
    void verify_twoExportsOfTheSame_sameOctets() {
        assertThat(SampleLog.of(5, 7, 8).export()).isEqualTo(log.export());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 6, 11, 12, 18})
    void verify_eventChanged_named(int event) {
        log.change(event, "succeeded", "refused");

        requireEvent(
                event,
                "event %d was changed: with the one that event %d is linked to".formatted(event, event + 1),
                log.export());
    }

    @Test
    void verify_lastEventChanged_saysWhyItIsOnlyAmongThoseOfItsCheckpoint() {
        log.change(19, "succeeded", "refused");

        requireNoEvent("events 12 to 19 are not those the checkpoint of size 20 is about", log.export());
    }

    @Test
    void verify_onlyEventOfACheckpointChanged_named() {
        SampleLog single = SampleLog.of(5, 1);
        single.change(5, "succeeded", "refused");

        requireEvent(5, "event 5 was changed", single.export());
    }

    @Test
    void verify_severalEventsChanged_firstNamed() {
        log.change(7, "succeeded", "refused");
        log.change(8, "succeeded", "refused");
        log.change(10, "succeeded", "refused");
        log.change(14, "succeeded", "refused");

        requireEvent(7, "event 7 was changed", log.export());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 9, 11, 19})
    void verify_linkChanged_itsEventNamed(int event) {
        String link = Leaf.parse(log.lines().get(line(event)).getBytes(StandardCharsets.UTF_8))
                .previous()
                .base64Url();
        log.change(event, link, Sha256.of(new byte[] {7}).base64Url());

        requireEvent(
                event, "event %d does not fit: it is not linked to event %d".formatted(event, event - 1), log.export());
    }

    @Test
    void verify_linkToAnEventThatWasSigned_itsEventNamed() {
        String link = MerkleTree.leafHash(log.lines().get(line(4)).getBytes(StandardCharsets.UTF_8))
                .base64Url();
        log.change(5, link, Sha256.of(new byte[] {7}).base64Url());

        requireEvent(5, "it is not linked to event 4, which was signed", log.export());
        SampleLog other = SampleLog.of(5);
        other.change(
                0, MerkleTree.EMPTY_ROOT.base64Url(), Sha256.of(new byte[] {7}).base64Url());
        requireEvent(0, "linked to an event before", other.export());
    }

    @Test
    void verify_linksMadeAnewUpToTheCheckpoint_namedAtTheLatestThere() {
        log.change(7, "succeeded", "refused");
        log.relink(7, 12);

        requireEvent(11, "event 11 does not fit: event 12 is linked to another one; events 5 to 10", log.export());
    }

    @Test
    void verify_linksMadeAnewForAWhile_namedWhereTheyEnd() {
        log.change(6, "succeeded", "refused");
        log.relink(6, 9);

        requireEvent(8, "event 8 does not fit: event 9 is linked to another one; events 5 to 7", log.export());
    }

    @Test
    void verify_allLinksMadeAnew_saysAmongWhich() {
        log.change(7, "succeeded", "refused");
        log.relink(7, 20);

        requireNoEvent("events 5 to 11 are not those the checkpoint of size 12 is about", log.export());
    }

    @Test
    void verify_logThatWasWrittenWithAWrongLink_named() {
        SampleLog broken = new SampleLog(SampleLog.ORIGIN).append(8, "key-");
        broken.change(3, "succeeded", "refused");
        broken.sign(SampleLog.KEY);

        requireEvent(4, "although the checkpoint of size 8 is about both", broken.export());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 5, 11, 12, 18})
    void verify_eventMissing_named(int event) {
        List<String> lines = log.lines();
        lines.remove(line(event));

        ExportMismatchException mismatch = mismatch(SampleLog.file(lines));
        assertThat(mismatch.event()).as(mismatch.getMessage()).hasValue(event);
        assertThat(mismatch.getMessage())
                .containsAnyOf("event %d must be here".formatted(event), "event %d is missing".formatted(event));
    }

    @Test
    void verify_lastEventMissing_named() {
        List<String> lines = log.lines();
        lines.remove(line(19));

        requireEvent(19, "event 19 is missing: the checkpoint here is about 20 events", lines);
    }

    @Test
    void verify_lastEventsAndCheckpointMissing_named() {
        List<String> lines = log.lines();
        lines.subList(line(12), END).clear();

        requireEvent(12, "event 12 is missing: there were 20 events", lines);
    }

    @Test
    void verify_eventTwice_named() {
        List<String> lines = log.lines();
        lines.add(line(8), lines.get(line(8)));

        requireEvent(8, "event 8 is there twice", lines);
    }

    @Test
    void verify_eventPutIn_named() {
        List<String> lines = log.lines();
        lines.add(line(8), lines.get(line(8)).replace("succeeded", "refused"));

        requireEvent(8, "event 8 is there twice", lines);
    }

    @Test
    void verify_eventsSwapped_firstNamed() {
        List<String> lines = log.lines();
        Collections.swap(lines, line(7), line(8));

        requireEvent(7, "line 10: event 7 must be here, and this is event 8", lines);
    }

    @Test
    void verify_eventOfAnotherLogInItsPlace_named() {
        List<String> lines = log.lines();
        SampleLog other = new SampleLog(SampleLog.ORIGIN).append(20, "other-");
        other.sign(SampleLog.KEY);
        lines.set(line(7), other.lines().get(1 + 7));

        requireEvent(7, "event 7 does not fit", lines);
    }

    @Test
    void verify_eventOfAnotherTenant_named() {
        SampleLog other = new SampleLog("kms.example.com/bob").append(20, "key-");
        other.sign(SampleLog.KEY);
        List<String> lines = log.lines();
        lines.set(line(7), other.lines().get(1 + 7));

        requireEvent(7, "it is of another tenant", lines);
    }

    @Test
    void verify_twoExportsSpliced_namedWhereTheyMeet() {
        SampleLog other = new SampleLog(SampleLog.ORIGIN)
                .append(6, "key-")
                .append(6, "other-")
                .sign(SampleLog.KEY)
                .append(8, "other-")
                .sign(SampleLog.KEY);
        List<String> spliced = new ArrayList<>(log.lines().subList(0, line(8)));
        spliced.addAll(other.lines().subList(1 + 8, other.lines().size()));

        requireEvent(7, "event 7 does not fit: event 8 is linked to another one; events 5 to 6", spliced);
    }

    @Test
    void verify_eventsAppendedAfterTheLastCheckpoint_named() {
        List<String> lines = log.lines();
        SampleLog longer = SampleLog.of(5, 7, 8, 2);
        lines.add(END, longer.lines().get(24));

        requireEvent(20, "event 20 and those after it are covered by no checkpoint", lines);
    }

    @Test
    void verify_eventsAppendedWithCountAtTheEnd_named() {
        List<String> lines = log.lines();
        lines.add(END, SampleLog.of(5, 7, 8, 2).lines().get(24));
        edited(lines, END + 1, "20", "21");

        requireEvent(20, "covered by no checkpoint", lines);
    }

    @Test
    void verify_checkpointsSwapped_refused() {
        List<String> lines = log.lines();
        Collections.swap(lines, CHECKPOINT_5, CHECKPOINT_12);

        requireEvent(5, "line 7: event 5 is missing: the checkpoint here is about 12 events", lines);
    }

    @Test
    void verify_checkpointMissing_refused() {
        List<String> lines = log.lines();
        lines.remove(CHECKPOINT_12);

        requireNoEvent("not written as it must be", lines);
    }

    @Test
    void verify_lastCheckpointMissing_eventsNamedThatNothingCovers() {
        List<String> lines = log.lines();
        lines.remove(CHECKPOINT_20);

        requireEvent(12, "event 12 and those after it are covered by no checkpoint", lines);
    }

    @Test
    void verify_checkpointTwice_refused() {
        List<String> lines = log.lines();
        lines.add(CHECKPOINT_12, lines.get(CHECKPOINT_12));

        requireNoEvent("line 16: the checkpoint here is about 12 events; it comes too late, or again", lines);
    }

    @Test
    void verify_twoCheckpointsOfOneSizeWithOtherRoots_refused() {
        List<String> lines = log.lines();
        Checkpoint other = new Checkpoint(SampleLog.ORIGIN, 12, Sha256.of());
        lines.add(CHECKPOINT_12 + 1, ExportLines.checkpoint(SampleLog.KEY.note(other)));

        requireNoEvent("it comes too late, or again", lines);
    }

    @Test
    void verify_checkpointTooLate_refused() {
        List<String> lines = log.lines();
        lines.add(line(7), lines.remove(CHECKPOINT_5));

        requireNoEvent("the checkpoint here is about 5 events; it comes too late", lines);
    }

    @Test
    void verify_checkpointByAKeyThatWasNotGiven_namesIt() throws IOException {
        ExportVerifier first = new ExportVerifier(List.of(TrustedKey.of(SampleLog.KEY.material())), Ed25519Key::verify);
        byte[] id = SampleLog.NEXT_KEY.named(SampleLog.ORIGIN).id();

        assertThat(catchMismatch(first, log.export()).getMessage())
                .contains("line 15: ")
                .contains("signed by a key that was not given: kms.example.com/alice (key id "
                        + HexFormat.of().formatHex(id) + ")");
    }

    @Test
    void verify_signatureOfAnotherCheckpoint_refused() {
        List<String> lines = log.lines();
        String own = lines.get(CHECKPOINT_12);
        String other = lines.get(CHECKPOINT_20);
        String signature = own.substring(own.indexOf("\u2014"));
        lines.set(CHECKPOINT_12, own.replace(signature, other.substring(other.indexOf("\u2014"))));

        requireNoEvent("does not verify", lines);
    }

    @Test
    void verify_signatureUnderAnotherName_refused() {
        requireNoEvent(
                "not given: kms.example.com/alicf",
                edited(log.lines(), CHECKPOINT_5, "\u2014 kms.example.com/alice", "\u2014 kms.example.com/alicf"));
    }

    @Test
    void verify_nameThatWouldMoveTheCursor_isMaskedInTheMessage() {
        requireNoEvent(
                "not given: kms.example.com/a?[2Jlice (key id",
                edited(
                        log.lines(),
                        CHECKPOINT_5,
                        "\u2014 kms.example.com/alice",
                        "\u2014 kms.example.com/a\u009b[2Jlice"));
    }

    @Test
    void verify_checkpointOfAnotherLog_refused() {
        List<String> lines = log.lines();
        Checkpoint other = new Checkpoint("kms.example.com/bob", 5, Sha256.of());
        lines.set(CHECKPOINT_5, ExportLines.checkpoint(SampleLog.KEY.note(other)));

        requireNoEvent("another log, 'kms.example.com/bob' and not 'kms.example.com/alice'", lines);
    }

    @Test
    void verify_checkpointWithMoreThanOneSignatureOrText_refused() {
        List<String> lines = log.lines();
        edited(lines, CHECKPOINT_5, "\"}", "\u2014 witness AAAAAAAA\\n\"}");
        requireNoEvent("it has more than one signature", lines);

        Checkpoint stated = new Checkpoint(SampleLog.ORIGIN, 5, Sha256.fromBytes(Rfc6962.root(List.of())));
        String text = stated.text() + "extension\n";
        SignedNote note = SignedNote.of(text, SampleLog.KEY.named(SampleLog.ORIGIN), SampleLog.KEY.sign(text));
        lines.set(CHECKPOINT_5, ExportLines.checkpoint(note.toString()));
        requireNoEvent("it has more than three lines", lines);
    }

    @Test
    void verify_keyForAnotherLog_refused() throws IOException {
        TrustedKey other = TrustedKey.of(SampleLog.KEY.named("kms.example.com/bob"));
        ExportVerifier wrong = new ExportVerifier(List.of(other), Ed25519Key::verify);

        assertThat(catchMismatch(wrong, log.export()).getMessage())
                .contains("it is the log 'kms.example.com/alice'")
                .contains("are for others: kms.example.com/bob");
    }

    @Test
    void verify_keysNamedAfterTheLog_fit() throws IOException {
        List<TrustedKey> named = List.of(
                TrustedKey.of(SampleLog.KEY.named(SampleLog.ORIGIN)),
                TrustedKey.of(SampleLog.NEXT_KEY.named(SampleLog.ORIGIN)));

        assertThat(new ExportVerifier(named, Ed25519Key::verify)
                        .verify(new ByteArrayInputStream(log.export()), Optional.empty(), List.of())
                        .checkpoints())
                .isEqualTo(3);
    }

    @Test
    void construct_noKey_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExportVerifier(List.of(), Ed25519Key::verify));
    }

    private static ExportMismatchException catchMismatch(ExportVerifier with, byte[] export) throws IOException {
        try {
            throw new AssertionError(
                    "verifies as " + with.verify(new ByteArrayInputStream(export), Optional.empty(), List.of()));
        } catch (ExportMismatchException e) {
            return e;
        }
    }

    @Test
    void verify_anotherOriginThanExpected_refused() throws IOException {
        try {
            verifier.verify(new ByteArrayInputStream(log.export()), Optional.of("kms.example.com/bob"), List.of());
            throw new AssertionError("verifies");
        } catch (ExportMismatchException e) {
            assertThat(e).hasMessageContaining("of the log 'kms.example.com/alice', not of 'kms.example.com/bob'");
        }
    }

    @Test
    void verify_originInTheHeaderChanged_refused() {
        requireEvent(0, "it is of another tenant", edited(log.lines(), 0, "alice", "bob"));
        requireNoEvent("another log", edited(log.lines(), 0, "kms.example.com", "kms.example.org"));
    }

    @Test
    void verify_logRolledBack_keptCheckpointTells() {
        SampleLog longer = SampleLog.of(5, 7, 8, 3);

        requireEvent(20, "event 20 is missing: kept.txt is about 23 events", log.export(), kept(longer.checkpoint(23)));
    }

    @Test
    void verify_logForked_keptCheckpointTells() {
        SampleLog fork = new SampleLog(SampleLog.ORIGIN)
                .append(9, "key-")
                .append(5, "other-")
                .sign(SampleLog.KEY);

        requireNoEvent("events 0 to 13 are not those kept.txt is about", log.export(), kept(fork.checkpoint(14)));
        requireNoEvent(
                "events 5 to 13 are not those kept.txt is about",
                log.export(),
                kept(fork.checkpoint(14)),
                kept(log.checkpoint(5)));
    }

    @Test
    void verify_logForkedAtTheSizeOfACheckpoint_keptCheckpointTells() {
        SampleLog fork = new SampleLog(SampleLog.ORIGIN)
                .append(9, "key-")
                .append(3, "other-")
                .sign(SampleLog.KEY);

        requireNoEvent("events 0 to 11 are not those kept.txt is about", log.export(), kept(fork.checkpoint(12)));
        requireEvent(
                11,
                "event 11 was changed",
                log.export(),
                kept(new SampleLog(SampleLog.ORIGIN)
                        .append(11, "key-")
                        .sign(SampleLog.KEY)
                        .checkpoint(11)),
                kept(new SampleLog(SampleLog.ORIGIN)
                        .append(11, "key-")
                        .append(1, "other-")
                        .sign(SampleLog.KEY)
                        .checkpoint(12)));
    }

    @Test
    void verify_keptCheckpointNotOfThisLogOrKey_refused() {
        Checkpoint other = new Checkpoint("kms.example.com/bob", 5, Sha256.of());
        Checkpoint own = new Checkpoint(SampleLog.ORIGIN, 5, Sha256.of());

        requireNoEvent("kept.txt does not fit: it is about another log", log.export(), kept(SampleLog.KEY.note(other)));
        requireNoEvent(
                "kept.txt does not fit: it is signed by a key that was not given",
                log.export(),
                kept(new Ed25519Key(3).note(own)));
        requireNoEvent(
                "kept.txt does not fit: its signature by key",
                log.export(),
                kept(log.checkpoint(5).replace("\n5\n", "\n6\n")));
    }

    @Test
    void verify_signedByWitnessesToo_keptCheckpointFits() {
        verify(log.export(), kept(log.checkpoint(12) + "\u2014 witness.example.com/w AAAAAAAA\n"));
    }

    @Test
    void verify_emptyLog_refused() {
        String header = ExportLines.header(SampleLog.ORIGIN);
        String nothing = SampleLog.KEY.note(new Checkpoint(SampleLog.ORIGIN, 0, MerkleTree.EMPTY_ROOT));

        requireNoEvent("an empty log proves nothing", List.of(header, ExportLines.end(0, 0), ""));
        requireNoEvent(
                "it comes too late, or again",
                List.of(header, ExportLines.checkpoint(nothing), ExportLines.end(0, 1), ""));
    }

    @Test
    void verify_cutOffAnywhere_refused() {
        byte[] export = log.export();
        for (int length = 0; length < export.length; length++) {
            assertThat(mismatch(Arrays.copyOf(export, length)).getMessage()).isNotBlank();
        }
    }

    @Test
    void verify_linesThatAreNone_refusedWithTheirNumber() {
        for (String line : List.of(
                "",
                " ",
                "\r",
                "# comment",
                "{}",
                "{\"comment\":\"\"}",
                log.lines().get(0))) {
            List<String> lines = log.lines();
            lines.add(line(7), line);
            requireEvent(7, "line 10: event 7 must be here, and this is none", lines);
        }
        List<String> lines = log.lines();
        lines.add("");
        requireNoEvent("line 26: there is something after the end", lines);
    }

    @Test
    void verify_lineEndsOfWindows_refused() {
        String export = new String(log.export(), StandardCharsets.UTF_8);

        requireNoEvent("line 1: ", export.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void verify_overlongLine_refusedWithItsNumber() throws IOException {
        List<String> lines = log.lines();
        lines.set(line(7), "x".repeat(ExportLines.MAX_BYTES + 1));
        requireNoEvent("line 10: the line is longer than 16384 octets", lines);

        lines.set(line(7), "x".repeat(ExportLines.MAX_BYTES));
        requireEvent(7, "this is none", lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":\"kms-audit-export/2\",\"origin\":\"kms.example.com/alice\"}",
                "{\"format\":\"kms-audit-export/1\",\"origin\":\"kms.example.com/alice\",\"x\":1}",
                "{\"format\":\"kms-audit-export/1\", \"origin\":\"kms.example.com/alice\"}",
                "{\"format\":\"kms-audit-export/1\",\"origin\":\"kms.example.com alice\"}",
                "{\"format\":\"kms-audit-export/1\"}",
                "{\"origin\":\"kms.example.com/alice\"}",
                "\uFEFF{\"format\":\"kms-audit-export/1\",\"origin\":\"kms.example.com/alice\"}",
                "kms-audit-export/1",
            })
    void verify_otherHeader_refused(String header) {
        List<String> lines = log.lines();
        lines.set(0, header);

        requireNoEvent("line 1: ", lines);
    }

    @Test
    void write_leafThatCannotBeALine_refused() throws IOException {
        ExportWriter writer = new ExportWriter(new ByteArrayOutputStream(), SampleLog.ORIGIN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.event("{\n}".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("event 0 was changed");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.event(new byte[ExportLines.MAX_BYTES + 1]));
        assertThat(writer.events()).isZero();
    }
}
