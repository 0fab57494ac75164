package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power goes at every single step; what was acknowledged before is there afterwards, and nothing is half there. */
class PowerLossTest {
    private static final int RANDOM_REMAINS = 8;
    private static final int MORE_STEPS_THAN_NEEDED = 200;

    private final TestData random = TestData.fresh();

    @TempDir
    Path temp;

    /** What a caller was told before the power went. */
    private static final class Told {
        private final Map<KeyHandle, ProviderKey> made = new HashMap<>();
        private final Set<KeyHandle> deleted = new HashSet<>();
        /** No answer came: it may be gone or not. */
        private final Set<KeyHandle> beingDeleted = new HashSet<>();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/keystore/software-test", "volume/keys"})
    void powerLost_atAnyStep_acknowledgedKeysAreThereAndDeletedOnesAreNot(String store) throws IOException {
        int steps = 0;
        boolean outlasted = false;
        while (!outlasted) {
            assertThat(steps).as("the scenario has an end").isLessThan(MORE_STEPS_THAN_NEEDED);
            Path base = Files.createDirectory(temp.resolve("run-" + steps));
            PowerLossDisk disk = new PowerLossDisk(base, steps);
            Told told = scenario(disk, base, store);
            outlasted = disk.outlasted();

            assertRecovery(disk, told, store, remains -> false);
            assertRecovery(disk, told, store, remains -> true);
            for (int i = 0; i < RANDOM_REMAINS; i++) {
                assertRecovery(disk, told, store, remains -> remains.number(2) == 0);
            }
            steps++;
        }
        assertThat(steps).as("steps at which the power went").isGreaterThan(20);
    }

    private static KeyProvider open(FileOperations disk, Path base, String store) {
        return TestProvider.open(
                disk,
                base.resolve("data"),
                "key-store.path",
                base.resolve(store).toString());
    }

    private static Told scenario(FileOperations disk, Path base, String store) {
        Told told = new Told();
        try (KeyProvider provider = open(disk, base, store)) {
            KeyHandle first = generate(provider, TestProvider.TENANT, told);
            generate(provider, TestProvider.TENANT, told);
            KeyHandle third = generate(provider, TestProvider.STRANGER, told);
            delete(provider, first, told);
            delete(provider, third, told);
            delete(provider, third, told);
            generate(provider, TestProvider.STRANGER, told);
        } catch (UnavailableException e) {
            assertThat(e).hasMessageNotContaining("power");
        } catch (InvalidSettingException e) {
            assertThat(e).as("operators are told what the system says").hasMessageContaining("power");
        }
        return told;
    }

    private static KeyHandle generate(KeyProvider provider, TenantId tenant, Told told) {
        NewKey order = TestProvider.newKey(tenant, TestProvider.P256);
        ProviderKey key = provider.generate(order);
        told.made.put(TestProvider.handle(order), key);
        return TestProvider.handle(order);
    }

    private static void delete(KeyProvider provider, KeyHandle handle, Told told) {
        told.beingDeleted.add(handle);
        provider.delete(handle);
        told.deleted.add(handle);
    }

    private void assertRecovery(PowerLossDisk disk, Told told, String store, Predicate<TestData> alsoOnDisk)
            throws IOException {
        Path left = Files.createTempDirectory(temp, "left");
        disk.restoreInto(left, alsoOnDisk, random);
        try (KeyProvider provider = open(new DiskOperations(), left, store)) {
            told.made.forEach((handle, key) -> assertTold(provider, told, handle, key));
            for (KeyHandle handle : handles(left.resolve(store))) {
                assertThat(provider.sign(handle, TestProvider.INPUT))
                        .as("file of %s in %s, %s", handle, left, random)
                        .hasSize(64);
            }
        }
    }

    private void assertTold(KeyProvider provider, Told told, KeyHandle handle, ProviderKey key) {
        String as = "%s, %s".formatted(handle, random);
        if (told.deleted.contains(handle)) {
            assertThatExceptionOfType(NotFoundException.class).as(as).isThrownBy(() -> provider.describe(handle));
        } else if (!told.beingDeleted.contains(handle)) {
            assertThat(provider.describe(handle)).as(as).isEqualTo(key);
        }
    }

    private static List<KeyHandle> handles(Path store) {
        return TestProvider.files(store).stream()
                .filter(file -> file.toString().endsWith(".jwe"))
                .map(file -> new KeyHandle(
                        new TenantId(file.getParent().getFileName().toString()),
                        file.getFileName().toString().replace(".jwe", "")))
                .toList();
    }

    @Test
    void failedWrite_diskFull_unavailableAndNothingLeft() {
        FileOperations full = new ForwardingFileOperations() {
            @Override
            public void writeSynced(Path file, byte[] content) throws IOException {
                if (file.toString().endsWith(".tmp") && file.toString().contains("acme")) {
                    super.writeSynced(file, new byte[content.length / 2]);
                    throw new IOException("No space left on device: " + file);
                }
                super.writeSynced(file, content);
            }
        };
        try (KeyProvider provider = TestProvider.open(full, temp)) {
            NewKey order = TestProvider.newKey();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.generate(order))
                    .withMessage("the provider's key store cannot be used now")
                    .satisfies(e -> assertThat(e.retryable()).isTrue());
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> provider.sign(TestProvider.handle(order), TestProvider.INPUT));
            assertThat(TestProvider.files(temp.resolve("keystore"))).isEmpty();
        }
    }

    @Test
    void failedDelete_ioError_unavailableAndKeyStillThereOrGone() {
        ForwardingFileOperations broken = new ForwardingFileOperations() {
            @Override
            public void delete(Path file) throws IOException {
                throw new IOException("I/O error");
            }
        };
        try (KeyProvider provider = TestProvider.open(temp)) {
            KeyHandle handle = TestProvider.generated(provider);
            try (KeyProvider failing = TestProvider.open(broken, temp)) {
                failing.sign(handle, TestProvider.INPUT);
                assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> failing.delete(handle));
                assertThat(failing.sign(handle, TestProvider.INPUT)).hasSize(64);
            }
        }
    }
}
