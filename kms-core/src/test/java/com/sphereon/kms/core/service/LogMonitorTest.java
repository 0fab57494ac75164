package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is changed in the database raises an alarm that names where; what is well never does. */
class LogMonitorTest {
    private static final TenantId TENANT = ALICE.tenant();
    /** The first of the two checkpoints, in the middle of a tile. */
    private static final int FIRST = 100;
    /** The second. */
    private static final int SECOND = 280;
    /** Of the log; the events after the second checkpoint are signed by nobody. */
    private static final int SIZE = 300;

    private final KmsFixture fixture = new KmsFixture();
    private final FaultyLog log = fixture.database.log;
    private final LogMonitor monitor = fixture.kms.logMonitor();

    /** The fake provider has P-256 only. */
    @BeforeEach
    void fill() {
        fixture.generate(ALICE, "checkpoints");
        fixture.generate(BOB, "checkpoints");
        fixture.kms
                .signingKeys()
                .put(
                        ALICE,
                        Duty.of("audit", "audit-checkpoint"),
                        new SigningKeySetting(Optional.of(new KeyAlias("checkpoints")), true, true),
                        Tag.Precondition.NONE);
        signUntil(FIRST);
        signUntil(SECOND);
        append(SIZE);
        assertThat(log.head(TENANT).size()).isEqualTo(SIZE);
        assertThat(log.checkpoints(TENANT, 0, 9))
                .extracting(StoredCheckpoint::size)
                .containsExactly((long) FIRST, (long) SECOND);
    }

    private void signUntil(int size) {
        append(size - 1);
        fixture.kms.checkpoints().sign(TENANT);
    }

    private void append(int size) {
        while (log.head(TENANT).size() < size) {
            fixture.kms.auditLogs().denied(ALICE, AuditOperation.SIGN);
        }
    }

    private Optional<String> alarm() {
        return fixture.kms.auditLogs().status(ALICE).alarm();
    }

    private void assertFound(String where) {
        monitor.run();
        assertThat(alarm()).contains("the audit log was changed: " + where);
        assertThat(fixture.kms.checkpoints().alarms()).containsOnlyKeys(TENANT);
        assertThatThrownBy(() -> fixture.kms.checkpoints().sign(TENANT)).isInstanceOf(IntegrityException.class);
        // What is put back later is not trusted again.
        log.records = UnaryOperator.identity();
        log.checkpoints = UnaryOperator.identity();
        log.tiles = UnaryOperator.identity();
        log.heads = UnaryOperator.identity();
        monitor.run();
        assertThatThrownBy(() -> fixture.kms.checkpoints().sign(TENANT))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(where);
    }

    /** As it is after somebody was at the rows. */
    private void rows(Consumer<List<AuditRecord>> change) {
        List<AuditRecord> all =
                new ArrayList<>(log.read(TENANT, 0, Long.MAX_VALUE, EventFilter.ALL, Integer.MAX_VALUE));
        change.accept(all);
        log.records = read -> read.isEmpty()
                ? read
                : all.stream()
                        .filter(record -> record.index() >= read.getFirst().index()
                                && record.index() <= read.getLast().index())
                        .toList();
    }

    private static AuditRecord record(long index, String leaf) {
        byte[] octets = leaf.getBytes(StandardCharsets.US_ASCII);
        return new AuditRecord(index, octets, MerkleTree.leafHash(octets));
    }

    private static String leaf(AuditRecord record) {
        return new String(record.leaf(), StandardCharsets.US_ASCII);
    }

    @Test
    void run_logsIntact_readsAllOfThemAndFindsNothing() {
        int all = SIZE + (int) log.head(BOB.tenant()).size();
        for (int round = 0; round < 3; round++) {
            assertThat(monitor.run()).as("round %d", round).isEqualTo(all);
        }
        assertThat(fixture.kms.checkpoints().alarms()).isEmpty();
        assertThat(fixture.kms.checkpoints().sign(TENANT).size()).isEqualTo(SIZE + 1);
    }

    @Test
    void run_longLog_readInParts() {
        append(2 * LogMonitor.MAX_EVENTS + 10);
        int bob = (int) log.head(BOB.tenant()).size();
        assertThat(List.of(monitor.run(), monitor.run(), monitor.run(), monitor.run()))
                .containsExactly(
                        LogMonitor.MAX_EVENTS + bob,
                        LogMonitor.MAX_EVENTS + bob,
                        10 + bob,
                        LogMonitor.MAX_EVENTS + bob);
        append(3 * LogMonitor.MAX_EVENTS);
        rows(all -> all.set(5, record(5, "{}")));
        monitor.run();
        assertThat(alarm()).as("before it comes round again").isEmpty();
        log.records = UnaryOperator.identity();
        monitor.run();
        assertThat(alarm()).isEmpty();
    }

    @Test
    void run_manyLogs_eachHasItsTurn() {
        for (int i = 0; i < 2 * LogMonitor.MAX_PARTS; i++) {
            fixture.generate(new Caller(new TenantId("tenant-" + i), "somebody"), "key");
        }
        rows(all -> all.remove(7));
        for (int run = 0; run < 3; run++) {
            monitor.run();
        }
        assertThat(alarm()).contains("the audit log was changed: event 7 is missing");
    }

    @Test
    void run_leafChanged_namesIt() {
        rows(all -> all.set(
                7,
                new AuditRecord(
                        7, "{}".getBytes(StandardCharsets.US_ASCII), all.get(7).leafHash())));
        assertFound("event 7 was changed, it does not have its hash");
    }

    @Test
    void run_leafAndItsHashChanged_namesTheLink() {
        rows(all -> all.set(7, record(7, leaf(all.get(7)).replace("refused", "failed"))));
        assertFound("event 8 does not follow event 7; one of the two was changed");
    }

    @Test
    void run_newestLeafAndItsHashChanged_namesTheHead() {
        int last = SIZE - 1;
        rows(all -> all.set(last, record(last, leaf(all.get(last)).replace("refused", "failed"))));
        assertFound("its head is not that of the 300 events");
    }

    @Test
    void run_eventsSwapped_namesTheFirst() {
        rows(all -> {
            AuditRecord seven = all.get(7);
            all.set(7, record(7, leaf(all.get(9))));
            all.set(9, record(9, leaf(seven)));
        });
        assertFound("event 7 does not follow event 6; one of the two was changed");
    }

    @Test
    void run_firstLeafOfAnotherLog_namesIt() {
        rows(all -> all.set(0, record(0, leaf(all.get(1)))));
        assertFound("event 0 is not the first that was appended");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "299, 299"})
    void run_eventMissing_namesIt(int gone, int named) {
        rows(all -> all.remove(gone));
        assertFound("event %d is missing".formatted(named));
    }

    /** Every leaf from one on was written anew, so that all links fit. */
    private void rewriteFrom(int index) {
        rows(all -> {
            for (int i = index; i < SIZE; i++) {
                Sha256 previous = all.get(i - 1).leafHash();
                all.set(
                        i,
                        record(
                                i,
                                leaf(all.get(i))
                                        .replaceFirst(
                                                "\"previous\":\"[^\"]*\"",
                                                "\"previous\":\"" + previous.base64Url() + "\"")
                                        .replace("refused", "failed")));
            }
        });
    }

    @Test
    void run_allLinksMadeAnew_namesTheEventsBetweenTwoCheckpoints() {
        rewriteFrom(150);
        assertFound("of the events 100 to 279 not all are those that were there");
    }

    @Test
    void run_allLinksMadeAnewBehindTheCheckpoints_isNotWhatWasRead() {
        monitor.run();
        rewriteFrom(290);
        assertFound("of the events 280 to 299 not all are those that were there");
    }

    @Test
    void run_tileChanged_namesIt() {
        log.tiles =
                hashes -> hashes.stream().map(hash -> Sha256.of(hash.bytes())).toList();
        assertFound("the hash of level 8, 0, is not that of events 0 to 255");
    }

    @Test
    void run_tileMissing_namesIt() {
        log.tiles = hashes -> List.of();
        assertFound("the hash of level 8, 0, is not that of events 0 to 255");
    }

    private void checkpoint(int size, UnaryOperator<StoredCheckpoint> change) {
        log.checkpoints = all -> all.stream()
                .map(stored -> stored.size() == size ? change.apply(stored) : stored)
                .toList();
    }

    private static StoredCheckpoint with(StoredCheckpoint stored, Sha256 root, String note) {
        return new StoredCheckpoint(stored.size(), root, note, stored.kid(), stored.at());
    }

    @ParameterizedTest
    @CsvSource({"100", "280"})
    void run_rootBesideTheNoteChanged_namesTheCheckpoint(int size) {
        checkpoint(size, stored -> with(stored, Sha256.of(), stored.note()));
        assertFound("the checkpoint of size %d was changed, its note is about something else".formatted(size));
    }

    @ParameterizedTest
    @CsvSource({"100", "280"})
    void run_rootInTheNoteChangedAsWell_isNotSigned(int size) {
        checkpoint(
                size,
                stored -> with(
                        stored,
                        Sha256.of(),
                        stored.note()
                                .replace(stored.root().base64(), Sha256.of().base64())));
        String kid = log.latestCheckpoint(TENANT).orElseThrow().kid().value();
        assertFound("the checkpoint of size %d was changed, its signature is not one of key '%s'".formatted(size, kid));
    }

    @ParameterizedTest
    @CsvSource({"100", "280"})
    void run_noteOfAnotherTenantOrNone_namesTheCheckpoint(int size) {
        checkpoint(size, stored -> with(stored, stored.root(), stored.note().replace("/alice", "/bob")));
        monitor.run();
        assertThat(alarm().orElseThrow()).contains("checkpoint of size " + size, "something else");
    }

    @Test
    void run_noteThatIsNone_namesTheCheckpoint() {
        checkpoint(FIRST, stored -> with(stored, stored.root(), "nonsense"));
        assertFound("the checkpoint of size 100 is damaged");
    }

    @Test
    void run_newestCheckpointGone_saysSo() {
        log.checkpoints = all -> all.subList(0, 1);
        assertFound("the checkpoint of size 280 is gone");
    }

    @Test
    void run_eventsCutOff_saysHowMany() {
        log.cut = 1;
        assertFound("300 events were there, and now there are only 299");
    }

    @Test
    void run_headChanged_saysSo() {
        log.heads = head -> new TreeHead(head.size(), Sha256.of());
        assertFound("its head is not that of the 300 events");
    }

    /** The rows are there, and the head knows nothing of them: as when somebody appends without it. */
    @Test
    void run_eventBehindTheHead_namesIt() {
        TreeHead head = log.head(TENANT);
        append(SIZE + 1);
        log.heads = now -> head;
        KeyManagementService restarted = KeyManagementService.builder()
                .persistence(fixture.database)
                .verifier(new KmsFixture.JdkVerifier())
                .build();
        restarted.logMonitor().run();
        assertThat(restarted.auditLogs().status(ALICE).alarm())
                .contains("the audit log was changed: event 300 is there, and the head ends before it");
    }

    /** With head and all: where nobody else writes, somebody else did. */
    @Test
    void run_eventNobodyAppended_saysHowMany() {
        fixture.database.real.auditLog().append(event()).join();
        assertFound("there are 301 events, and nobody appended more than 300");
    }

    private AuditEvent event() {
        return log.events.getLast().ended(fixture.clock.instant(), AuditTarget.NONE, AuditOutcome.SUCCEEDED);
    }

    @Test
    void run_databaseAway_noAlarmAndReadFromTheBeginningLater() {
        log.records = read -> {
            throw new UnavailableException("away", Duration.ofSeconds(1), new IllegalStateException());
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> {
                        monitor.run();
                        monitor.run();
                    })
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(alarm()).isEmpty();
        log.records = UnaryOperator.identity();
        monitor.run();
        assertThat(monitor.run()).isGreaterThanOrEqualTo(SIZE);
        assertThat(alarm()).isEmpty();
    }
}
