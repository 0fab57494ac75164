package com.sphereon.kms.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files: what is read, and that nothing else is even tried. */
@Timeout(30)
class SecretReferenceTest {
    @TempDir
    private Path folder;

    private static String read(Path file) {
        try (var secret = SecretReference.parse("key", "file:" + file).read()) {
            return secret.expose(octets -> new String(octets, StandardCharsets.UTF_8));
        }
    }

    private static void assertRefused(String reference, String said) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> SecretReference.parse("key", reference).read())
                .withMessageContaining(said)
                .satisfies(e -> assertThat(e.setting()).isEqualTo("key"));
    }

    @Test
    void read_plainFile_isItsContentWithoutTheLastLineBreak() throws IOException {
        Path file = folder.resolve("secret");
        for (String end : new String[] {"", "\n", "\r\n"}) {
            assertThat(read(Files.writeString(file, "a\nb" + end))).isEqualTo("a\nb");
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(read(link)).isEqualTo("a\nb");
        assertThat(read(Files.writeString(file, "x".repeat(SecretReference.MAX_FILE_BYTES))))
                .hasSize(SecretReference.MAX_FILE_BYTES);
    }

    @Test
    void read_noSecretInIt_isRefusedByName() throws IOException {
        Path file = folder.resolve("secret");
        assertRefused("file:" + file, "names file " + file + ", which cannot be read");
        Files.writeString(file, "\n");
        assertRefused("file:" + file, "which is empty");
        Files.writeString(file, "x".repeat(SecretReference.MAX_FILE_BYTES + 1));
        assertRefused("file:" + file, "which is larger than 65536 bytes");
    }

    /** One never ends, one never begins, and one would be a surprise. */
    @Test
    void read_noPlainFile_isRefusedWithoutReading() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path special : new Path[] {Path.of("/dev/zero"), Path.of("/dev/null"), pipe, folder}) {
            assertRefused("file:" + special, "names " + special + ", which is not a plain file");
        }
    }

    /** Half a surrogate pair is a character in no encoding, as an umlaut is none in that of a machine that knows ASCII only. */
    @Test
    void read_textThatIsNoPathHere_isRefusedByName() {
        for (String text : new String[] {"/run/\uD800", "\uDC00", "/run/\uD800/key"}) {
            assertRefused("file:" + text, "names a file by what is no path on this system");
            assertThat(SecretReference.path("file:" + text)).isEmpty();
        }
        assertThat(SecretReference.path("file:/run/key")).contains(Path.of("/run/key"));
        assertThat(SecretReference.path("env:KEY")).isEmpty();
    }
}
