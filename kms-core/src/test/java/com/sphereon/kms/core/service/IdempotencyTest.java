package com.sphereon.kms.core.service;

import static com.sphereon.kms.core.service.KmsFixture.ALICE;
import static com.sphereon.kms.core.service.KmsFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Caller;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IdempotencyRecord.Answer;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.model.UnprocessableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private final KmsFixture fixture = new KmsFixture();
    private final Creation creation = new Creation();
    private int created;

    /** Makes a key without an alias, so that nothing but the id keeps it from being made twice. */
    private final class Creation implements Idempotency.Creation {
        @Override
        public Optional<Answer> existing(UUID id) {
            return fixture.kms.keys().find(ALICE, id).map(this::answer);
        }

        @Override
        public Answer create(UUID id) {
            created++;
            return answer(fixture.kms
                    .keys()
                    .generate(
                            ALICE, new GenerateKey(id, Optional.empty(), Optional.empty(), KmsFixture.p256(Set.of()))));
        }

        private Answer answer(KeyReference key) {
            return new Answer(201, "/keys/" + key.name().alias(), key.kid().value());
        }
    }

    private static IdempotentRequest request(String key, String body) {
        return new IdempotentRequest(key, "POST /keys", body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer once(Caller caller, String key, String body) {
        return fixture.kms.idempotency().once(caller, request(key, body), creation);
    }

    @Test
    void repeated_firstAnswer() {
        Answer first = once(ALICE, "k", "{}");

        assertThat(once(ALICE, "k", "{}")).isEqualTo(first);
        assertThat(once(ALICE, "l", "{}")).isNotEqualTo(first);
        assertThat(fixture.provider.keys).hasSize(2);
    }

    @Test
    void repeated_otherBodyOrTarget_refused() {
        once(ALICE, "k", "{}");

        assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> once(ALICE, "k", "{ }"));
        assertThatExceptionOfType(UnprocessableException.class)
                .isThrownBy(() -> fixture.kms
                        .idempotency()
                        .once(
                                ALICE,
                                new IdempotentRequest("k", "POST /other", "{}".getBytes(StandardCharsets.UTF_8)),
                                creation));
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void sameKey_otherCallers_areOtherRequests() {
        once(ALICE, "k", "{}");
        once(new Caller(ALICE.tenant(), "alice:other"), "k", "{}");
        once(BOB, "k", "{}");

        assertThat(created).isEqualTo(3);
    }

    @Test
    void repeated_afterADay_isANewRequest() {
        Answer first = once(ALICE, "k", "{}");
        fixture.clock.advance(Idempotency.KEPT);
        assertThat(once(ALICE, "k", "{}")).isEqualTo(first);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(once(ALICE, "k", "other")).isNotEqualTo(first);
    }

    @Test
    void hundredAtOnce_oneKeyAndOneAnswer() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = IntStream.range(0, 100)
                    .<Callable<Answer>>mapToObj(i -> () -> once(ALICE, "k", "{}"))
                    .toList();
            List<Future<Answer>> answers = threads.invokeAll(calls);
            Answer first = answers.getFirst().get();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
        }
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @Test
    void refused_mayBeRepeatedAndCorrected() {
        fixture.provider.beforeGenerate = () -> {
            throw new ConflictException("quota");
        };
        assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> once(ALICE, "k", "wrong"));
        fixture.provider.beforeGenerate = () -> {};

        assertThat(once(ALICE, "k", "right")).isNotNull();
        assertThat(fixture.provider.keys).hasSize(1);
    }

    /** The key came to be, but the connection to the database was lost before anybody knew. */
    @Test
    void interruptedAfterTheKeyWasMade_repetitionFindsIt() {
        fixture.provider.afterGenerate = () -> fixture.database.next = FaultyPersistence.Fault.AFTER_UPDATE;
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> once(ALICE, "k", "{}"));
        fixture.provider.afterGenerate = () -> {};

        assertThat(once(ALICE, "k", "{}").body()).isNotEmpty();
        assertThat(created).isEqualTo(1);
        assertThat(fixture.provider.keys).hasSize(1);
    }

    /** It is not known whether the key came to be. */
    @Test
    void interruptedInBetween_unavailableUntilCleared_thenMadeAnew() {
        fixture.provider.afterGenerate = () -> fixture.database.next = FaultyPersistence.Fault.BEFORE_UPDATE;
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> once(ALICE, "k", "{}"));
        fixture.provider.afterGenerate = () -> {};

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> once(ALICE, "k", "{}"));
        fixture.kms.recovery().finishAll();
        once(ALICE, "k", "{}");
        assertThat(fixture.provider.keys).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "line\n", "\u00e9"})
    void key_notVisibleAscii_refused(String key) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> request(key, "{}"))
                .withMessageContaining("Idempotency-Key");
    }

    @Test
    void key_limits() {
        assertThat(request("x".repeat(IdempotentRequest.MAX_KEY_CHARS), "").key())
                .hasSize(255);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> request("x".repeat(IdempotentRequest.MAX_KEY_CHARS + 1), ""));
    }
}
