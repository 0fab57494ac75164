package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @TempDir
    Path dataDirectory;

    @Test
    void open_otherProcessHasIt_refusedUntilThatIsGone() {
        try (ChildJvm owner = ChildJvm.start(OpeningProcess.class, dataDirectory.toString())) {
            assertThat(owner.readLine()).isEqualTo(OpeningProcess.OPEN + new Health.Up());

            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> open(Map.of()))
                    .withMessage(
                            "path is %s, which another process (%d) has open; only one can, so stop it or choose another"
                                    + " data directory",
                            real("kms.db"), owner.pid());
            assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> open(Map.of()));
            owner.kill();
        }

        try (Persistence persistence = open(Map.of())) {
            assertThat(persistence.health()).isEqualTo(new Health.Up());
        }
    }

    /** Looking at a lock file of one's own is enough to lose the lock, with what POSIX makes of locks. */
    @Test
    void open_againInThisProcess_refusedAndStillLockedForOthers() {
        try (Persistence persistence = open(Map.of())) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> open(Map.of()))
                    .withMessageContaining("this process itself");

            try (ChildJvm other = ChildJvm.start(OpeningProcess.class, dataDirectory.toString())) {
                assertThat(other.readLine())
                        .startsWith(OpeningProcess.REFUSED)
                        .contains("another process (" + ProcessHandle.current().pid() + ")");
                assertThat(other.awaitExit()).isZero();
            }
            assertThat(persistence.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void open_sameFileByOtherNames_refused() throws IOException {
        Path link = Files.createSymbolicLink(dataDirectory.resolve("link"), dataDirectory);
        Path fileLink = Files.createSymbolicLink(dataDirectory.resolve("other.db"), dataDirectory.resolve("kms.db"));
        try (Persistence persistence = open(Map.of())) {
            for (Path path : new Path[] {link.resolve("kms.db"), fileLink, dataDirectory.resolve("x/../kms.db")}) {
                assertThatExceptionOfType(InvalidSettingException.class)
                        .isThrownBy(() -> open(Map.of("path", path.toString())))
                        .withMessageContaining("has open");
            }
            assertThat(persistence.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void open_otherFileInSameDirectory_bothWork() {
        try (Persistence one = open(Map.of());
                Persistence two =
                        open(Map.of("path", dataDirectory.resolve("two.db").toString()))) {
            assertThat(one.health()).isEqualTo(new Health.Up());
            assertThat(two.health()).isEqualTo(new Health.Up());
        }
    }

    @Test
    void open_afterClosing_worksAndTheOldOneLetsGoOnlyOnce() {
        for (int i = 0; i < 5; i++) {
            open(Map.of()).close();
        }
        Persistence closed = open(Map.of());
        closed.close();
        try (Persistence persistence = open(Map.of())) {
            closed.close();
            assertThat(persistence.health()).isEqualTo(new Health.Up());
            assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> open(Map.of()));
        }
    }

    @Test
    void open_failedBecauseOfContent_leavesNoLock() throws IOException {
        Files.writeString(dataDirectory.resolve("kms.db"), "this is no database, but long enough".repeat(100));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> open(Map.of()))
                    .isNotInstanceOf(InvalidSettingException.class);
        }
        Files.delete(dataDirectory.resolve("kms.db"));

        open(Map.of()).close();
    }

    private Path real(String name) {
        try {
            return dataDirectory.toRealPath().resolve(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Persistence open(Map<String, String> settings) {
        return new EmbeddedPersistenceFactory().open(new Settings(settings), dataDirectory);
    }
}
