package com.sphereon.kms.provider.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.testkit.provider.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyFileTest {
    @TempDir
    Path data;

    @Test
    void open_noMasterKey_fileMadeForOwnerOnlyAndWarnedOnce() throws IOException {
        try (LogCapture log = new LogCapture();
                KeyProvider provider = TestProvider.open(data)) {
            TestProvider.generated(provider);
            TestProvider.generated(provider);

            assertThat(log.messages(Level.WARN))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning)
                            .contains(
                                    "key-store.master-key is not set",
                                    data.resolve("master.key").toString(),
                                    "env:NAME"));
            assertThat(log.text()).doesNotContain(Files.readString(data.resolve("master.key")));
        }
        Path file = data.resolve("master.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(MasterKey.read("x", new SecretReference.File("x", file))
                        .key()
                        .getEncoded())
                .hasSize(32);
    }

    @Test
    void open_again_fileStaysAsItIs() throws IOException {
        TestProvider.open(data).close();
        byte[] first = Files.readAllBytes(data.resolve("master.key"));
        TestProvider.open(data).close();
        TestProvider.open("software-other", data).close();

        assertThat(Files.readAllBytes(data.resolve("master.key"))).isEqualTo(first);
    }

    @Test
    void open_masterKeySet_noFileAndNoWarning() throws IOException {
        Path secret = Files.writeString(data.resolve("secret"), "A".repeat(43) + "=\n");
        try (LogCapture log = new LogCapture();
                KeyProvider provider = TestProvider.open(data, "key-store.master-key", "file:" + secret)) {
            TestProvider.generated(provider);
            assertThat(log.messages(Level.WARN)).isEmpty();
        }
        assertThat(data.resolve("master.key")).doesNotExist();
    }

    @Test
    void open_fileGoneButKeysThere_refusedAndNoNewFile() throws IOException {
        KeyHandle handle;
        try (KeyProvider provider = TestProvider.open(data)) {
            handle = TestProvider.generated(provider);
        }
        Path away = Files.move(data.resolve("master.key"), data.resolve("away"));

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TestProvider.open(data))
                .withMessageContaining("key-store.master-key is not set and")
                .withMessageContaining("is gone, but there are keys");
        // another instance, though it has no keys yet, would make the new file the first one must not find
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TestProvider.open("software-other", data));
        assertThat(data.resolve("master.key")).doesNotExist();

        Files.move(away, data.resolve("master.key"));
        try (KeyProvider provider = TestProvider.open(data)) {
            assertThat(provider.sign(handle, TestProvider.INPUT)).hasSize(64);
        }
    }

    @Test
    void open_fileGoneButKeysAtAnotherPath_refused(@TempDir Path elsewhere) throws IOException {
        try (KeyProvider provider = TestProvider.open(data, "key-store.path", elsewhere.toString())) {
            TestProvider.generated(provider);
        }
        Files.delete(data.resolve("master.key"));

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TestProvider.open(data, "key-store.path", elsewhere.toString()));
        assertThat(data.resolve("master.key")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "AAAA", "not base64 at all, not even a little of it"})
    void open_fileDamaged_refusedAndLeftAsItIs(String content) throws IOException {
        Path file = Files.writeString(data.resolve("master.key"), content);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> TestProvider.open(data))
                .withMessageContaining(file + " does not hold the Base64 text of exactly 32 bytes");
        assertThat(file).hasContent(content);
    }

    @Test
    void open_manyAtOnce_oneKeyForAll() {
        List<String> ids = Together.run(() -> {
            DurableFiles files = new DurableFiles(new DiskOperations());
            SecretReference reference = new MasterKeyFile(data, files).findOrCreate(data.resolve("keystore"));
            return MasterKey.read("x", reference).id();
        });

        assertThat(ids).hasSize(Together.THREADS);
        assertThat(ids.stream().distinct()).hasSize(1);
        assertThat(TestProvider.files(data)).containsExactly(data.resolve("master.key"));
    }

    @Test
    void open_filesHaveOneNameOnly_fileMadeAllTheSameAndNeverOverwritten() throws IOException {
        FileOperations oneName = new ForwardingFileOperations() {
            @Override
            public void link(Path file, Path name) {
                throw new UnsupportedOperationException();
            }
        };
        TestProvider.open(oneName, data).close();
        byte[] first = Files.readAllBytes(data.resolve("master.key"));
        TestProvider.open(oneName, data).close();

        assertThat(Files.readAllBytes(data.resolve("master.key"))).isEqualTo(first);
        assertThat(TestProvider.files(data)).containsExactly(data.resolve("master.key"));
    }
}
