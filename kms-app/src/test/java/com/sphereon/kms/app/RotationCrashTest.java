package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.KeyState;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.service.RotationView;
import com.sphereon.kms.core.service.Signed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed before each single write of a rotation; the next one finishes what it finds. */
class RotationCrashTest {
    /** Longer than anybody may be at work on a step. */
    private static final Duration LATER = Duration.ofMinutes(3);

    private static final int LIMIT_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void rotation_killedBeforeEachWrite_finishedByTheNextProcess(TestReporter reporter)
            throws IOException, InterruptedException {
        List<Integer> rotations = new ArrayList<>();
        while (runAndKillBefore(rotations.size()) == RotationProcess.KILLED) {
            rotations.add(finishAndCheck(rotations.size()));
        }

        assertThat(rotations)
                .as("at each point at which the process was killed")
                .hasSizeGreaterThanOrEqualTo(10);
        assertThat(rotations)
                .as("a rotation that was begun is finished")
                .isSorted()
                .startsWith(0);
        assertThat(rotations.stream().filter(count -> count == 0))
                .as("before the first is recorded, and before it is written down")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(finishAndCheck(rotations.size())).as("undisturbed").isEqualTo(1);
        reporter.publishEntry("killed", "%d times; rotations after it: %s".formatted(rotations.size(), rotations));
    }

    private Path data(int point) {
        return folder.resolve("point-" + point);
    }

    private int runAndKillBefore(int write) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RotationProcess.class.getName(),
                        data(write).toString(),
                        Integer.toString(write))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log-" + write).toFile())
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isIn(0, RotationProcess.KILLED);
        return process.exitValue();
    }

    /** Returns how many rotations there are. */
    private int finishAndCheck(int point) {
        Clock clock = Clock.offset(Clock.systemUTC(), LATER);
        try (var opened = RotationProcess.Opened.open(data(point), clock, () -> {})) {
            opened.kms.recovery().finishAll();
            opened.kms.dueWork().run();
            List<KeyReference> versions = opened.kms
                    .keys()
                    .versions(RotationProcess.CALLER, RotationProcess.ALIAS)
                    .versions();
            List<Rotation> rotations =
                    opened.kms.rotations().list(RotationProcess.CALLER, RotationProcess.ALIAS).stream()
                            .map(RotationView::rotation)
                            .toList();
            Signed signed = opened.kms
                    .signatures()
                    .sign(
                            RotationProcess.CALLER,
                            KeySelection.of(new KeyAlias(RotationProcess.ALIAS)),
                            InputType.RAW,
                            new byte[1]);

            assertThat(rotations)
                    .as("history, killed before write %d", point)
                    .allMatch(rotation -> rotation.phase() == Rotation.Phase.COMPLETED);
            assertThat(versions).as("versions").hasSize(rotations.size() + 1);
            assertThat(versions.stream().filter(version -> version.state() == KeyState.ACTIVE))
                    .as("versions that sign")
                    .containsExactly(versions.getFirst())
                    .containsExactly(signed.version());
            assertThat(KeyFiles.in(data(point))).as("material").hasSameSizeAs(versions);
            return rotations.size();
        }
    }
}
