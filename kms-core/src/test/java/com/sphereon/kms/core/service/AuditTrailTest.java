package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.CorrelationId;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ServiceName;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing is answered before it is recorded, and what is recorded says what happened. */
class AuditTrailTest {
    private final KmsFixture fixture = new KmsFixture();
    private final FaultyLog log = fixture.database.log;

    private AuditEvent last() {
        return log.events.getLast();
    }

    private static AuditOutcome refused(ErrorCode code) {
        return AuditOutcome.refused(code);
    }

    @Test
    void sign_done_recordedWithAllThatIdentifiesIt() {
        KeyReference key = fixture.generate(ALICE, "key");
        Caller caller = ALICE.correlatedBy(new CorrelationId("trace-1"));

        Signed signed = fixture.sign(caller, "key");

        assertThat(last().target().alias()).contains(new KeyAlias("key"));
        assertThat(last().target().kid()).contains(key.kid());
        assertThat(last().target().version()).contains(1);
        assertThat(last().target().provider()).contains(key.provider());
        assertThat(last().target().algorithm()).contains(signed.algorithm());
        assertThat(last().actor()).isEqualTo(ALICE.subject());
        assertThat(last().correlation()).contains(new CorrelationId("trace-1"));
        assertThat(last().inputDigest()).contains(Sha256.of("key".getBytes(StandardCharsets.UTF_8)));
        assertThat(last().outcome()).isEqualTo(AuditOutcome.SUCCEEDED);
        assertThat(signed.auditIndex()).isEqualTo(log.events.size() - 1);
    }

    @Test
    void sign_noSuchKey_recordedAsAskedFor() {
        assertThatThrownBy(() -> fixture.sign(ALICE, "none")).isInstanceOf(InvalidRequestException.class);

        assertThat(log.story()).containsExactly("key.sign refused");
        assertThat(last().target().alias()).contains(new KeyAlias("none"));
        assertThat(last().outcome()).isEqualTo(refused(ErrorCode.BAD_REQUEST));
    }

    @Test
    void sign_suspendedKey_recordedWithItsCode() {
        fixture.generate(ALICE, "key");
        suspend();

        assertThatThrownBy(() -> fixture.sign(ALICE, "key"));

        assertThat(last().outcome()).isEqualTo(refused(ErrorCode.CONFLICT));
    }

    @Test
    void sign_recordCannotBeWritten_noSignature() {
        fixture.generate(ALICE, "key");
        log.lost = event -> event.outcome().equals(AuditOutcome.SUCCEEDED);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> fixture.sign(ALICE, "key"))
                .withMessageContaining("audit record");
    }

    @Test
    void sign_refusalCannotBeWritten_notEvenThatIsAnswered() {
        log.lost = event -> true;

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> fixture.sign(ALICE, "none"))
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void sign_keySuspendedElsewhereMeanwhile_signatureIsRecordedButNotHandedOut() {
        KeyReference key = fixture.generate(ALICE, "key");
        fixture.database.remembered.put(new KeyAlias("key"), new com.sphereon.kms.core.model.Key(List.of(key)));
        suspend();

        assertThatThrownBy(() -> fixture.sign(ALICE, "key")).hasMessageContaining("SUSPENDED");

        assertThat(log.story()).endsWith("key.suspend succeeded", "key.sign refused");
    }

    @Test
    void verify_done_recorded() {
        fixture.generate(ALICE, "key");
        Signed signed = fixture.sign(ALICE, "key");

        Verified verified = fixture.kms
                .signatures()
                .verify(
                        ALICE,
                        KeySelection.of(new KeyAlias("key")),
                        InputType.RAW,
                        "key".getBytes(StandardCharsets.UTF_8),
                        signed.signature());

        assertThat(log.story()).endsWith("key.sign succeeded", "key.verify succeeded");
        assertThat(verified.auditIndex()).isEqualTo(signed.auditIndex() + 1);
    }

    @Test
    void generate_done_recordedBeforeAndAfter() {
        KeyReference key = fixture.generate(ALICE, "key");

        assertThat(log.story()).containsExactly("key.generate started", "key.generate succeeded");
        assertThat(log.events.getFirst().target().kid()).isEmpty();
        assertThat(last().target().kid()).contains(key.kid());
    }

    @Test
    void generate_recordBeforeCannotBeWritten_nothingIsMade() {
        log.lost = event -> true;

        assertThatThrownBy(() -> fixture.generate(ALICE, "key")).isInstanceOf(UnavailableException.class);

        assertThat(fixture.database.real.keyReferences().list(ALICE.tenant(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void generate_refused_recorded() {
        fixture.generate(ALICE, "key");

        assertThatThrownBy(() -> fixture.generate(ALICE, "key"));

        assertThat(last().outcome()).isEqualTo(refused(ErrorCode.CONFLICT));
    }

    @Test
    void suspend_done_recordedBeforeAndAfter() {
        fixture.generate(ALICE, "key");

        suspend();

        assertThat(log.story()).endsWith("key.suspend started", "key.suspend succeeded");
    }

    @Test
    void delete_unknownKey_refusalRecorded() {
        assertThatThrownBy(() -> fixture.kms.keys().delete(ALICE, "none", Optional.empty()))
                .isInstanceOf(NotFoundException.class);

        assertThat(log.story()).containsExactly("key.delete started", "key.delete refused");
    }

    @Test
    void firstUseOfDuty_provisioningRecordedAsItsOwn() {
        fixture.sign(ALICE, "issuer:credential-signing");

        assertThat(log.story())
                .containsExactly("key.provision started", "key.provision succeeded", "key.sign succeeded");
        assertThat(log.events.getFirst().actor()).isEqualTo("kms:provisioning");
    }

    @Test
    void events_ofTwoTenants_eachInItsOwnLog() {
        fixture.generate(ALICE, "key");
        fixture.generate(BOB, "key");
        fixture.sign(BOB, "key");

        AuditLogs logs = fixture.kms.auditLogs();

        assertThat(logs.status(ALICE).head().orElseThrow().size()).isEqualTo(2);
        assertThat(logs.status(BOB).head().orElseThrow().size()).isEqualTo(3);
        assertThat(logs.events(ALICE, EventFilter.ALL, 0, 10).records())
                .extracting(AuditRecord::index)
                .containsExactly(0L, 1L);
        assertThatThrownBy(() -> logs.event(ALICE, 2)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void events_paged_allOnceInOrder() {
        fixture.generate(ALICE, "key");
        for (int i = 0; i < 5; i++) {
            fixture.sign(ALICE, "key");
        }
        AuditLogs logs = fixture.kms.auditLogs();

        AuditLogs.Page first = logs.events(ALICE, EventFilter.ALL, 0, 4);
        AuditLogs.Page second = logs.events(ALICE, EventFilter.ALL, first.next().orElseThrow(), 4);

        assertThat(first.records()).hasSize(4);
        assertThat(second.records()).extracting(AuditRecord::index).containsExactly(4L, 5L, 6L);
        assertThat(second.next()).isEmpty();
        assertThat(second.records()).allMatch(AuditRecord::isIntact);
    }

    @Test
    void events_narrowedCaller_refused() {
        Caller narrowed = new Caller(ALICE.tenant(), "issuer", Optional.of(new ServiceName("issuer")));

        assertThatThrownBy(() -> fixture.kms.auditLogs().events(narrowed, EventFilter.ALL, 0, 1))
                .isInstanceOf(DeniedException.class);
        assertThatThrownBy(() -> fixture.kms.auditLogs().event(narrowed, 0)).isInstanceOf(DeniedException.class);
    }

    @Test
    void events_limitsOutOfRange_refused() {
        for (int limit : new int[] {0, -1, 1001}) {
            assertThatThrownBy(() -> fixture.kms.auditLogs().events(ALICE, EventFilter.ALL, 0, limit))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("limit is " + limit);
        }
    }

    private void suspend() {
        fixture.kms
                .states()
                .change(ALICE, "key", new KeyStates.Wish(KeyState.SUSPENDED, Optional.empty(), Optional.empty()));
    }
}
