package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong in what is done again and again, it is done again. */
class HousekeepingTest {
    private static final int TIMES = 3;
    private static final int PATIENCE_SECONDS = 30;

    private static void assertRepeated(IntSupplier failing) throws InterruptedException {
        CountDownLatch times = new CountDownLatch(TIMES);
        try (Housekeeping housekeeping = new Housekeeping()) {
            housekeeping.repeat(
                    "what fails",
                    () -> {
                        times.countDown();
                        return failing.getAsInt();
                    },
                    Duration.ofMillis(1));
            assertThat(times.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void repeat_failureOfAnyKind_goesOn() throws InterruptedException {
        List<IntSupplier> all = List.of(
                () -> 1,
                () -> {
                    throw new IllegalStateException("an exception");
                },
                () -> {
                    throw new NoClassDefFoundError("a library that is missing");
                },
                () -> {
                    throw new OutOfMemoryError("a file without an end");
                },
                () -> {
                    throw new StackOverflowError("settings nested without an end");
                });
        for (IntSupplier one : all) {
            assertRepeated(one);
        }
    }
}
