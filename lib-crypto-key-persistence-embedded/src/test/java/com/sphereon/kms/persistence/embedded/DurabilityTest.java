package com.sphereon.kms.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged write is there after the process was killed in the middle of others. */
class DurabilityTest {
    private static final int ROUNDS = 6;
    private static final int MAX_LINES = 400;
    /** The steps a thread can have taken without our reading of it: one for each of four threads, cut off by the kill. */
    private static final int MAX_UNACKNOWLEDGED = 4;

    @TempDir
    Path dataDirectory;

    @Test
    void kill_whileWriting_losesNothingThatWasAcknowledged() {
        long seed = Long.getLong("kms.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Long> acknowledged = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            int lines = 1 + random.nextInt(MAX_LINES);
            acknowledge(acknowledged, writeAndKill("r" + round, lines));
            verify(acknowledged, "-Dkms.test.seed=" + seed + ", round " + round);
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
    }

    private List<String> writeAndKill(String prefix, int linesBeforeKill) {
        List<String> lines = new ArrayList<>();
        try (ChildJvm writer = ChildJvm.start(WritingProcess.class, dataDirectory.toString(), prefix)) {
            for (int i = 0; i < linesBeforeKill; i++) {
                lines.add(writer.readLine());
            }
            lines.addAll(writer.kill());
        }
        return lines;
    }

    /** By alias and id, the last revision. The kill may have cut the last line; a number cut short is only lower. */
    private static void acknowledge(Map<String, Long> acknowledged, List<String> lines) {
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            if (parts.length == 3 && !parts[2].isEmpty()) {
                acknowledged.merge(parts[0] + " " + parts[1], Long.valueOf(parts[2]), Math::max);
            }
        }
    }

    private void verify(Map<String, Long> acknowledged, String round) {
        try (var persistence = new EmbeddedPersistenceFactory().open(new Settings(Map.of()), dataDirectory)) {
            KeyReferenceStore store = persistence.keyReferences();
            int ahead = 0;
            for (Map.Entry<String, Long> entry : acknowledged.entrySet()) {
                KeyReference found = find(store, entry.getKey(), round);
                assertThat(found.revision())
                        .as(round + ": " + entry.getKey())
                        .isBetween(entry.getValue(), entry.getValue() + 1);
                ahead += found.revision() > entry.getValue() ? 1 : 0;
            }
            assertThat(ahead).as(round).isLessThanOrEqualTo(MAX_UNACKNOWLEDGED * ROUNDS);
        }
        assertThat(new Sqlite(dataDirectory.resolve("kms.db")).text("pragma integrity_check"))
                .as(round)
                .isEqualTo("ok");
    }

    private static KeyReference find(KeyReferenceStore store, String aliasAndId, String round) {
        String[] parts = aliasAndId.split(" ", -1);
        return store.findByAlias(WritingProcess.TENANT, new KeyAlias(parts[0])).stream()
                .flatMap(key -> key.versions().stream())
                .filter(reference -> reference.id().toString().equals(parts[1]))
                .findAny()
                .orElseThrow(() -> new AssertionError(round + ": acknowledged but gone: " + aliasAndId));
    }
}
