package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.IntegrityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void now_answer_up() {
        assertThat(new HealthCheck(() -> {}, LONG).now()).isEqualTo(new Health.Up());
    }

    @Test
    void now_failure_downWithItsSentence() {
        HealthCheck check = new HealthCheck(
                () -> {
                    throw new IntegrityException("The reason", null);
                },
                LONG);

        assertThat(check.now()).isEqualTo(new Health.Down("The reason"));
    }

    @Test
    void now_unknownFailure_downWithoutItsWords() {
        HealthCheck check = new HealthCheck(
                () -> {
                    throw new IllegalStateException("password=secret");
                },
                LONG);

        assertThat(check.now()).isEqualTo(new Health.Down("The database gave no usable answer"));
    }

    @Test
    void now_errorOfTheMachine_downEachTimeAtOnce() {
        HealthCheck check = new HealthCheck(
                () -> {
                    throw new StackOverflowError();
                },
                LONG);

        for (int i = 0; i < 2; i++) {
            assertThat(check.now()).isEqualTo(new Health.Down("The database gave no usable answer"));
        }
    }

    @Test
    void now_noAnswer_downInTimeAndAskedOnce() throws InterruptedException {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HealthCheck check = new HealthCheck(
                () -> {
                    asked.incrementAndGet();
                    await(mayAnswer);
                    answered.countDown();
                },
                SHORT);

        for (int i = 0; i < 3; i++) {
            assertThat(check.now()).isInstanceOf(Health.Down.class);
        }
        assertThat(asked).hasValue(1);

        mayAnswer.countDown();
        answered.await();
        while (check.now() instanceof Health.Down) {
            Thread.onSpinWait();
        }
        assertThat(check.now()).isEqualTo(new Health.Up());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
