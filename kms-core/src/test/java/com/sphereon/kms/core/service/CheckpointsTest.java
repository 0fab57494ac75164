package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.audit.Checkpoint;
import com.sphereon.kms.core.audit.NoteKey;
import com.sphereon.kms.core.audit.SignedNote;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Duty;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.Tag;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.CheckpointWitness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints are made in time, by the tenant's key, and never contradict each other. */
class CheckpointsTest {
    private static final Duty DUTY = Duty.of("audit", "audit-checkpoint");

    private final KmsFixture fixture = new KmsFixture();
    private final FaultyLog log = fixture.database.log;
    private final Kept witness = new Kept();
    private KeyManagementService kms = service();

    private static final class Kept implements CheckpointWitness {
        private final Map<TenantId, String> notes = new HashMap<>();

        @Override
        public Optional<String> last(TenantId tenant) {
            return Optional.ofNullable(notes.get(tenant));
        }

        @Override
        public void keep(TenantId tenant, String note) {
            notes.put(tenant, note);
        }
    }

    /** As it is after a restart. */
    private KeyManagementService service() {
        return KeyManagementService.builder()
                .persistence(fixture.database)
                .defaultProvider(KmsFixture.FAKE, "fake", fixture.provider)
                .verifier(new KmsFixture.JdkVerifier())
                .clock(fixture.clock)
                .checkpointWitness(witness)
                .checkpointSchedule(new CheckpointSchedule(Duration.ofMinutes(1), 10))
                .auditOrigin("kms.example.com")
                .build();
    }

    /** The fake provider has P-256 only. */
    @BeforeEach
    void assignKeys() {
        for (Caller caller : new Caller[] {ALICE, BOB}) {
            fixture.generate(caller, "checkpoints");
            SigningKeySetting setting = new SigningKeySetting(Optional.of(new KeyAlias("checkpoints")), true, true);
            kms.signingKeys().put(caller, DUTY, setting, Tag.Precondition.NONE);
        }
    }

    private StoredCheckpoint sign() {
        return kms.checkpoints().sign(ALICE.tenant());
    }

    @Test
    void sign_someEvents_noteOfTheirTreeByTheTenantsKey() {
        StoredCheckpoint checkpoint = sign();

        SignedNote note = SignedNote.parse(checkpoint.note());
        Checkpoint stated = Checkpoint.parse(note.text());
        KeyReference key = kms.keys().get(ALICE, "checkpoints", Optional.empty());
        NoteKey noteKey = new NoteKey(
                "kms.example.com/alice", key.existing().publicKey().orElseThrow(), SignatureAlgorithm.ECDSA_SHA256);
        assertThat(stated.origin()).isEqualTo("kms.example.com/alice");
        assertThat(stated.size()).isEqualTo(log.head(ALICE.tenant()).size());
        assertThat(stated.root()).isEqualTo(log.head(ALICE.tenant()).root());
        assertThat(new KmsFixture.JdkVerifier()
                        .verify(
                                noteKey.key(),
                                new SigningInput(
                                        SignatureAlgorithm.ECDSA_SHA256,
                                        InputType.RAW,
                                        note.text().getBytes(StandardCharsets.UTF_8)),
                                note.signature(noteKey).orElseThrow()))
                .isTrue();
        assertThat(log.story()).endsWith("audit.checkpoint started");
    }

    @Test
    void sign_nothingNew_theSameAgain() {
        StoredCheckpoint first = sign();

        assertThat(sign()).isEqualTo(first);
        assertThat(log.tenantsBehind()).doesNotContain(ALICE.tenant());
    }

    @Test
    void run_intervalOver_onceForEachTenant() {
        assertThat(kms.checkpoints().run()).as("just started").isZero();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(kms.checkpoints().run()).isEqualTo(2);
        fixture.generate(ALICE, "more");

        assertThat(kms.checkpoints().run()).as("before the interval is over").isZero();
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(kms.checkpoints().run()).isEqualTo(1);
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(kms.checkpoints().run()).as("nothing new").isZero();
    }

    @Test
    void run_manyEvents_beforeTheIntervalIsOver() {
        fixture.clock.advance(Duration.ofMinutes(1));
        kms.checkpoints().run();
        for (int i = 0; i < 10; i++) {
            kms.signatures().sign(ALICE, KeySelection.of(new KeyAlias("checkpoints")), InputType.RAW, new byte[] {1});
        }

        assertThat(kms.checkpoints().run()).isEqualTo(1);
    }

    @Test
    void run_clockWentBack_goesOn() {
        fixture.clock.advance(Duration.ofMinutes(1));
        kms.checkpoints().run();
        fixture.generate(ALICE, "more");
        fixture.clock.advance(Duration.ofDays(-1));

        assertThat(kms.checkpoints().run()).isEqualTo(1);
    }

    @Test
    void sign_eventsCutOff_alarmAndNoMoreCheckpoints() {
        sign();
        log.cut = 1;

        assertThatThrownBy(this::sign)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("events were there, and now there are only");
        requireAlarm();
    }

    @Test
    void sign_eventChanged_alarmNamingWhere() {
        StoredCheckpoint before = sign();
        fixture.generate(ALICE, "more");
        log.changed = 1;

        assertThatThrownBy(this::sign)
                .isInstanceOf(IntegrityException.class)
                .hasMessage("the audit log was changed: of the events 0 to %d not all are those that were there"
                        .formatted(before.size() - 1));
        requireAlarm();
    }

    @Test
    void sign_eventSinceTheLastCheckpointChanged_alarm() {
        StoredCheckpoint before = sign();
        fixture.generate(ALICE, "more");
        log.changed = before.size();

        assertThatThrownBy(this::sign)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("its head is not that of the");
        requireAlarm();
    }

    private void requireAlarm() {
        assertThat(kms.checkpoints().alarms()).containsOnlyKeys(ALICE.tenant());
        assertThat(kms.auditLogs().status(ALICE).alarm()).isPresent();
        fixture.clock.advance(Duration.ofHours(1));
        int events = log.events.size();
        assertThat(kms.checkpoints().run()).as("only the other tenant's").isEqualTo(1);
        assertThat(log.events.subList(events, log.events.size()))
                .allMatch(event -> event.tenant().equals(BOB.tenant()));
    }

    @Test
    void sign_databaseSetBackAndServerRestarted_witnessTells() {
        sign();
        fixture.generate(ALICE, "more");
        String newest = sign().note();
        // What a restored backup looks like: consistent in itself, but shorter than what was signed.
        witness.notes.put(ALICE.tenant(), newest.replace("\n" + sign().size() + "\n", "\n1000000\n"));
        kms = service();

        assertThatThrownBy(this::sign).isInstanceOf(IntegrityException.class).hasMessageContaining("1000000");
    }

    @Test
    void sign_afterRestart_goesOnWhereItWas() {
        StoredCheckpoint before = sign();
        fixture.generate(ALICE, "more");
        kms = service();

        assertThat(sign().size()).isGreaterThan(before.size());
        assertThat(kms.checkpoints().alarms()).isEmpty();
    }

    @Test
    void sign_keyRotated_eachVersionSignsItsOwn() {
        StoredCheckpoint before = sign();
        kms.rotations().rotate(ALICE, "checkpoints", RotateKey.now());

        assertThat(sign().kid()).isNotEqualTo(before.kid());
    }

    @Test
    void sign_recordCannotBeWritten_noCheckpointAndNoAlarm() {
        log.lost = event -> true;

        assertThatThrownBy(this::sign).hasMessageContaining("audit record");

        assertThat(log.latestCheckpoint(ALICE.tenant())).isEmpty();
        assertThat(kms.checkpoints().alarms()).isEmpty();
        log.lost = event -> false;
        assertThat(sign().size()).isPositive();
    }

    /** What cannot be signed for long would fill the log with attempts. */
    @Test
    void sign_dutyDisabled_conflictAndTheLogDoesNotGrow() {
        sign();
        kms.signingKeys()
                .put(
                        ALICE,
                        DUTY,
                        new SigningKeySetting(Optional.of(new KeyAlias("checkpoints")), false, true),
                        Tag.Precondition.NONE);

        requireRefusedWithoutATrace();
    }

    @Test
    void sign_keySuspended_conflictAndTheLogDoesNotGrow() {
        sign();
        kms.states()
                .change(
                        ALICE,
                        "checkpoints",
                        new KeyStates.Wish(KeyState.SUSPENDED, Optional.empty(), Optional.empty()));

        requireRefusedWithoutATrace();
    }

    private void requireRefusedWithoutATrace() {
        long size = log.head(ALICE.tenant()).size();
        assertThatThrownBy(this::sign).isInstanceOf(ConflictException.class);
        assertThat(kms.checkpoints().alarms()).isEmpty();
        assertThat(log.head(ALICE.tenant()).size()).isEqualTo(size);
    }

    @Test
    void checkpoint_emptyLog_notFound() {
        Caller nobody = new Caller(new TenantId("nobody"), "auditor");

        assertThatThrownBy(() -> kms.auditLogs().checkpoint(nobody)).isInstanceOf(NotFoundException.class);
    }
}
