package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.KeyReferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPersistenceFactoryTest {
    private static final TenantId TENANT = new TenantId("acme");

    @TempDir
    Path parent;

    @Test
    void open_newDirectory_everythingForOwnerOnly() throws IOException {
        Path dataDirectory = parent.resolve("a/b");
        try (Persistence persistence = open(dataDirectory, Map.of())) {
            KeyReferences.of(TENANT, "key").insertedInto(persistence.keyReferences());

            assertThat(persistence.shared()).isFalse();
            assertThat(permissions(dataDirectory)).isEqualTo("rwx------");
            assertThat(permissions(parent.resolve("a"))).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(dataDirectory)) {
                assertThat(files)
                        .extracting(file -> file.getFileName() + " " + permissions(file))
                        .containsExactlyInAnyOrder(
                                "kms.db rw-------",
                                "kms.lock rw-------",
                                "kms.db-wal rw-------",
                                "kms.db-shm rw-------");
            }
        }
    }

    @Test
    void close_nothingElseOpen_onlyDatabaseAndLockFileStay() throws IOException {
        open(parent, Map.of()).close();

        try (Stream<Path> files = Files.list(parent)) {
            assertThat(files)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .containsExactlyInAnyOrder("kms.db", "kms.lock");
        }
    }

    @Test
    void open_pathGiven_usesThatFile() {
        Path file = parent.resolve("elsewhere/keys.sqlite");
        open(parent.resolve("unused"), Map.of("path", file.toString())).close();

        assertThat(file).isNotEmptyFile();
        assertThat(parent.resolve("unused")).doesNotExist();
    }

    /** Some of these begin settings in a SQLite URL, some begin escapes in a URI. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a?mode=memory",
                "a?synchronous=OFF&",
                "a?journal_mode=DELETE&x",
                "a#b",
                "a%41",
                "a%",
                "file:x",
                ":memory:",
                "a;b",
                "a&b=c",
                "\u00fc\u20ac",
                "a\"b'c"
            })
    void open_anyDirectoryName_isThatDirectory(String name) {
        Path dataDirectory = parent.resolve(name);
        KeyReference stored;
        try (Persistence persistence = open(dataDirectory, Map.of())) {
            stored = KeyReferences.of(TENANT, "key").insertedInto(persistence.keyReferences());
        }

        assertThat(dataDirectory.resolve("kms.db")).isNotEmptyFile();
        assertThat(parent.toFile().list()).containsExactly(name);
        try (Persistence persistence = open(dataDirectory, Map.of())) {
            assertThat(persistence.keyReferences().list(TENANT, Optional.empty()))
                    .containsExactly(stored);
        }
    }

    @Test
    void open_pathIsDirectory_refused() {
        assertRefused(parent, "which is not a file");
    }

    @Test
    void open_folderIsFile_refused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "x");
        assertRefused(file.resolve("kms.db"), "which cannot be created");
    }

    @Test
    void open_pathIsDevice_refused() {
        assertRefused(Path.of("/dev/null"), "which is not a file");
    }

    @Test
    void open_pathIsRoot_refused() {
        assertRefused(Path.of("/"), "which cannot be created");
    }

    @Test
    void health_afterClosing_down() {
        Persistence persistence = open(parent, Map.of());
        persistence.close();

        assertThat(persistence.health()).isInstanceOf(Health.Down.class);
    }

    private void assertRefused(Path path, String problem) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> open(parent, Map.of("path", path.toString())))
                .withMessage("path is %s, %s", path, problem);
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Persistence open(Path dataDirectory, Map<String, String> settings) {
        return new EmbeddedPersistenceFactory().open(new Settings(settings), dataDirectory);
    }
}
