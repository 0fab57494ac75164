package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.Together;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentFilesTest {
    private static final int KEYS_PER_THREAD = 10;

    @TempDir
    Path data;

    @Test
    void generateAndDelete_manyThreads_noStrayFile() {
        try (KeyProvider provider = TestProvider.open(data)) {
            List<KeyHandle> kept = Together.run(() -> {
                for (int i = 0; i < KEYS_PER_THREAD; i++) {
                    NewKey order = TestProvider.newKey();
                    provider.generate(order);
                    provider.sign(TestProvider.handle(order), TestProvider.INPUT);
                    if (i % 2 == 0) {
                        provider.delete(TestProvider.handle(order));
                    } else {
                        provider.discard(order);
                    }
                }
                return TestProvider.generated(provider);
            });

            List<Path> expected =
                    kept.stream().map(handle -> TestProvider.file(data, handle)).toList();
            assertThat(TestProvider.files(data.resolve("keystore"))).containsExactlyInAnyOrderElementsOf(expected);
            kept.forEach(handle ->
                    assertThat(provider.sign(handle, TestProvider.INPUT)).hasSize(64));
        }
    }

    @Test
    void generate_sameReferenceManyThreads_oneKeyAndTheRestRefused() {
        try (KeyProvider provider = TestProvider.open(data)) {
            for (int i = 0; i < KEYS_PER_THREAD; i++) {
                NewKey order = TestProvider.newKey();
                List<String> outcomes = Together.run(() -> {
                    try {
                        return Objects.toString(provider.generate(order).publicKey());
                    } catch (ConflictException e) {
                        return "refused";
                    }
                });
                List<String> made = outcomes.stream()
                        .filter(outcome -> !outcome.equals("refused"))
                        .toList();

                assertThat(made).hasSize(1);
                assertThat(provider.describe(TestProvider.handle(order)).publicKey())
                        .hasToString(made.getFirst());
                try (KeyProvider restarted = TestProvider.open(new DiskOperations(), data)) {
                    assertThat(restarted.describe(TestProvider.handle(order)).publicKey())
                            .hasToString(made.getFirst());
                }
            }
        }
    }

    /** A load that began before the deletion must not bring the key back into memory after it. */
    @Test
    void deleteWhileOthersSign_onceDeleted_neverSignsAgain() {
        try (KeyProvider provider = TestProvider.open(data)) {
            for (int round = 0; round < KEYS_PER_THREAD; round++) {
                KeyHandle handle = TestProvider.generated(provider);
                try (KeyProvider cold = TestProvider.open(new DiskOperations(), data)) {
                    AtomicInteger turn = new AtomicInteger();
                    Together.run(() -> {
                        if (turn.getAndIncrement() == Together.THREADS / 2) {
                            cold.delete(handle);
                            return false;
                        }
                        return signs(cold, handle);
                    });
                    assertThatExceptionOfType(NotFoundException.class)
                            .isThrownBy(() -> cold.sign(handle, TestProvider.INPUT));
                }
            }
        }
    }

    private static boolean signs(KeyProvider provider, KeyHandle handle) {
        try {
            return provider.sign(handle, TestProvider.INPUT).length == 64;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
