package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyRotationTest {
    private static final String CURRENT = "key-store.master-key";
    private static final String PREVIOUS = "key-store.previous-master-keys";

    @TempDir
    Path data;

    private String first;
    private String second;
    private String third;

    @BeforeEach
    void makeMasterKeys() throws IOException {
        first = masterKey(1);
        second = masterKey(2);
        third = masterKey(3);
    }

    private String masterKey(int fill) throws IOException {
        byte[] key = new byte[MasterKey.LENGTH_BYTES];
        Arrays.fill(key, (byte) fill);
        Path file = data.resolve("master-" + fill);
        return "file:" + Files.writeString(file, Base64.getEncoder().encodeToString(key));
    }

    private KeyHandle generatedUnder(String masterKey) {
        try (KeyProvider provider =
                TestProvider.open(data, CURRENT, masterKey, PREVIOUS, String.join(",", first, second, third))) {
            return TestProvider.generated(provider);
        }
    }

    @Test
    void use_keysUnderOlderMasterKeys_allSign() {
        KeyHandle underFirst = generatedUnder(first);
        KeyHandle underSecond = generatedUnder(second);

        try (KeyProvider provider = TestProvider.open(data, CURRENT, third, PREVIOUS, second + " , " + first)) {
            KeyHandle underThird = TestProvider.generated(provider);
            for (KeyHandle handle : new KeyHandle[] {underFirst, underSecond, underThird}) {
                assertThat(provider.sign(handle, TestProvider.INPUT)).hasSize(64);
            }
        }
    }

    @Test
    void generate_afterRotation_underNewMasterKeyOnly() {
        generatedUnder(first);
        KeyHandle underSecond = generatedUnder(second);
        for (Path file : TestProvider.files(data.resolve("keystore"))) {
            if (!file.equals(TestProvider.file(data, underSecond))) {
                assertThat(file.toFile().delete()).isTrue();
            }
        }
        try (KeyProvider provider = TestProvider.open(data, CURRENT, second)) {
            assertThat(provider.sign(underSecond, TestProvider.INPUT)).hasSize(64);
        }
    }

    @Test
    void open_wrongMasterKey_refusedWithASentenceThatHelps() {
        generatedUnder(first);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TestProvider.open(data, CURRENT, second, PREVIOUS, third))
                .withMessageContaining("key-store.master-key does not open the keys in")
                .withMessageContaining("configured are")
                .withMessageContaining(PREVIOUS);
    }

    @Test
    void open_wrongMasterKey_noKeyFileTouched() throws IOException {
        KeyHandle handle = generatedUnder(first);
        byte[] before = Files.readAllBytes(TestProvider.file(data, handle));

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TestProvider.open(data, CURRENT, second));

        assertThat(Files.readAllBytes(TestProvider.file(data, handle))).isEqualTo(before);
    }

    /** The check at the start looks at one file; each of the others is checked when it is used. */
    @Test
    void use_oneKeyUnderAnUnknownMasterKey_integrityFailureForThatOneOnly() {
        try (KeyProvider provider = TestProvider.open(data, CURRENT, second)) {
            KeyHandle known = TestProvider.generated(provider);
            KeyHandle unknown = generatedUnder(first);

            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> provider.sign(unknown, TestProvider.INPUT))
                    .withMessage("the stored key is encrypted with another master key than those configured")
                    .havingCause()
                    .withMessageContaining("master key %s is needed", idOf(first));
            assertThat(provider.sign(known, TestProvider.INPUT)).hasSize(64);
        }
    }

    private static String idOf(String reference) {
        return MasterKey.read("x", SecretReference.parse("x", reference)).id();
    }

    @Test
    void open_firstFileFoundDamaged_startsAndOtherKeysWork() throws IOException {
        KeyHandle handle = generatedUnder(first);
        Path damaged = TestProvider.file(data, handle).resolveSibling("00000000-0000-0000-0000-000000000000.jwe");
        Files.writeString(damaged, "damaged");
        Files.createDirectories(damaged.resolveSibling("../aaa"));
        Files.writeString(damaged.resolveSibling("../aaa").resolve(damaged.getFileName()), "damaged");

        try (KeyProvider provider = TestProvider.open(data, CURRENT, first)) {
            assertThat(provider.sign(handle, TestProvider.INPUT)).hasSize(64);
        }
    }

    @Test
    void open_missingReference_refused() {
        for (String reference : new String[] {"file:" + data.resolve("none"), "env:KMS_NO_SUCH_VARIABLE", "AAAA"}) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> TestProvider.open(data, CURRENT, reference));
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> TestProvider.open(data, CURRENT, first, PREVIOUS, reference));
        }
        assertThat(data.resolve("keystore")).doesNotExist();
    }
}
