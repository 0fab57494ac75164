package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialSourceTest {
    @TempDir
    private Path folder;

    private final TestPace time = new TestPace();
    private Path file;

    @BeforeEach
    void writeFirst() throws IOException {
        file = folder.resolve("secret");
        Files.writeString(file, "first\n");
    }

    private CredentialSource open() {
        return new CredentialSource(SecretReference.parse("token", "file:" + file), time.nanos::get);
    }

    private static String text(CredentialSource source) {
        try (SecretBytes secret = source.read()) {
            return secret.expose(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void read_fileReplaced_newOneWithinASecond() throws IOException {
        CredentialSource source = open();
        assertThat(text(source)).isEqualTo("first");
        Files.writeString(file, "other\n"); // of the same length, and perhaps within the same tick of the file system
        assertThat(text(source)).isEqualTo("first");
        time.pass(Duration.ofSeconds(1));
        assertThat(text(source)).isEqualTo("other");
    }

    @Test
    void read_fileGoneOrEmpty_lastOneServes() throws IOException {
        CredentialSource source = open();
        Files.delete(file);
        time.pass(Duration.ofSeconds(5));
        assertThat(text(source)).isEqualTo("first");
        Files.writeString(file, "");
        time.pass(Duration.ofSeconds(5));
        assertThat(text(source)).isEqualTo("first");
        Files.writeString(file, "back");
        time.pass(Duration.ofSeconds(5));
        assertThat(text(source)).isEqualTo("back");
    }

    @Test
    void renew_refused_looksAtOnce() throws IOException {
        CredentialSource source = open();
        try (SecretBytes refused = source.read()) {
            assertThat(source.renew(refused)).isFalse();
            Files.writeString(file, "second");
            assertThat(source.renew(refused)).isTrue();
            assertThat(source.renew(refused))
                    .as("another thread was faster, and the one refused is the old one still")
                    .isTrue();
        }
        assertThat(text(source)).isEqualTo("second");
    }

    @Test
    void open_nothingThere_stopsTheStart() throws IOException {
        Files.delete(file);
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(this::open);
    }

    @Test
    void read_environment_neverReadAgain() {
        AtomicReference<String> variable = new AtomicReference<>("first");
        SecretReference reference = new SecretReference.Env("token", "TOKEN", name -> variable.get());
        CredentialSource source = new CredentialSource(reference, time.nanos::get);
        variable.set("second");
        time.pass(Duration.ofSeconds(5));
        assertThat(text(source)).isEqualTo("first");
    }

    @Test
    void close_afterwards_nothingToRead() {
        CredentialSource source = open();
        source.close();
        assertThatIllegalStateException().isThrownBy(source::read);
    }
}
