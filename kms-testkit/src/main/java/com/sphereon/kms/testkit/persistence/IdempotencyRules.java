package com.sphereon.kms.testkit.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.IdempotencyRecord.Answer;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.IdempotencyStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What became of requests is kept to the last character, until it is old. */
interface IdempotencyRules extends StoreFixture {
    /** Longest body of an answer that must fit. */
    int MAX_BODY_BYTES = 65_536;

    default IdempotencyStore requests() {
        return persistence().idempotency();
    }

    private IdempotencyRecord begunAt(TenantId tenant, String id, Instant moment) {
        IdempotencyRecord request = IdempotencyRecord.begun(
                tenant, id, "f".repeat(128), UUID.randomUUID(), new Change(moment, "s".repeat(255)));
        requests().insert(request);
        return request;
    }

    @Test
    default void answered_anyAnswer_comesBackEqual() {
        List<Answer> answers = List.of(
                new Answer(201, "/api/v1/keys/a", "{}"),
                new Answer(100, "", ""),
                new Answer(599, "/" + "%27".repeat(682), "x".repeat(MAX_BODY_BYTES)),
                new Answer(200, "/\u00fc", "\u20ac".repeat(MAX_BODY_BYTES / 3)),
                new Answer(200, "'\\\"", "\ud83d\udd11".repeat(MAX_BODY_BYTES / 4)),
                new Answer(200, "--", "{\"a\":\"\\u0000 ' \\\" ; drop table idempotency; --\"}\r\n\t"));
        for (int i = 0; i < answers.size(); i++) {
            IdempotencyRecord begun = begunAt(tenant(), i + "a".repeat(127), KeyReferences.CREATED.at());
            assertThat(requests().find(tenant(), begun.id())).contains(begun);
            IdempotencyRecord answered = begun.answered(answers.get(i), KeyReferences.later(1));
            requests().update(answered);

            assertThat(requests().find(tenant(), begun.id())).contains(answered);
            assertThat(requests().find(stranger(), begun.id())).isEmpty();
        }
        assertThat(requests().find(tenant(), "unknown")).isEmpty();
    }

    @Test
    default void begunAgain_answered_answerIsGone() {
        IdempotencyRecord answered = begunAt(tenant(), "id", KeyReferences.CREATED.at())
                .answered(new Answer(201, "/a", "{}"), KeyReferences.later(1));
        requests().update(answered);
        IdempotencyRecord again = answered.begunAgain(UUID.randomUUID(), KeyReferences.later(2));
        requests().update(again);

        assertThat(requests().find(tenant(), "id")).contains(again);
        assertThat(again.answer()).isEmpty();
    }

    @Test
    default void find_idInOtherCase_nothing() {
        begunAt(tenant(), "abc", KeyReferences.CREATED.at());

        for (String id : new String[] {"ABC", "ab", "abcd", "ab%", "ab_", "", "'"}) {
            assertThat(requests().find(tenant(), id)).as(id).isEmpty();
        }
    }

    /** It is the creation that counts, not the last touch. */
    @Test
    default void deleteCreatedBefore_aroundTheMoment_olderOnesOfTheTenantGone() {
        Instant moment = TenantRows.DUE;
        IdempotencyRecord old = begunAt(tenant(), "old", moment.minusSeconds(100_000));
        requests().update(old.begunAgain(UUID.randomUUID(), new Change(moment.plusSeconds(5), "later")));
        begunAt(tenant(), "before", moment.minusNanos(1_000));
        IdempotencyRecord at = begunAt(tenant(), "at", moment);
        IdempotencyRecord after = begunAt(tenant(), "after", moment.plusNanos(1_000));
        IdempotencyRecord theirs = begunAt(stranger(), "before", moment.minusNanos(1_000));

        assertThat(requests().deleteCreatedBefore(tenant(), moment.minusSeconds(200_000)))
                .isZero();
        assertThat(requests().deleteCreatedBefore(tenant(), moment)).isEqualTo(2);
        assertThat(requests().deleteCreatedBefore(tenant(), moment)).isZero();

        assertThat(requests().find(tenant(), "old")).isEmpty();
        assertThat(requests().find(tenant(), "before")).isEmpty();
        assertThat(requests().find(tenant(), "at")).contains(at);
        assertThat(requests().find(tenant(), "after")).contains(after);
        assertThat(requests().find(stranger(), "before")).contains(theirs);
        assertThat(requests().deleteCreatedBefore(tenant(), Instant.parse("2030-01-01T00:00:00Z")))
                .isEqualTo(2);
    }
}
