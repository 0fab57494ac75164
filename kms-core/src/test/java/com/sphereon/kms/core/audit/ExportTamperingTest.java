package com.sphereon.kms.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SigningInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** No octet of an export can be another, wherever it is: thousands of changes by chance, each of which must be noticed. */
class ExportTamperingTest {
    private static final long SEED = 20301;
    private static final int EACH = 1000;

    private final SampleLog log = SampleLog.of(9, 1, 14, 3, 20, 6, 2, 8);
    private final byte[] export = log.export();
    private final List<String> lines = log.lines();
    private final Map<List<String>, Boolean> verdicts = new HashMap<>();
    private final ExportVerifier verifier = new ExportVerifier(SampleLog.keys(), this::verify);
    private final Random random = new Random(SEED);

    /** Most signatures are the same each time. */
    private boolean verify(PublicKeyMaterial key, SigningInput input, byte[] signature) {
        HexFormat hex = HexFormat.of();
        return verdicts.computeIfAbsent(
                List.of(key.toString(), hex.formatHex(input.bytes()), hex.formatHex(signature)),
                unused -> Ed25519Key.verify(key, input, signature));
    }

    /** One way to change an octet. */
    private interface Change {
        byte[] at(int position);
    }

    private byte[] replaced(int position) {
        byte[] changed = export.clone();
        while (changed[position] == export[position]) {
            changed[position] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private byte[] withOneBitOther(int position) {
        byte[] changed = export.clone();
        changed[position] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private byte[] removed(int position) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(export, 0, position);
        changed.write(export, position + 1, export.length - position - 1);
        return changed.toByteArray();
    }

    private byte[] inserted(int position) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(export, 0, position);
        changed.write(random.nextInt(256));
        changed.write(export, position, export.length - position);
        return changed.toByteArray();
    }

    private Optional<ExportMismatchException> mismatch(byte[] changed) throws IOException {
        try {
            verifier.verify(new ByteArrayInputStream(changed), Optional.empty(), List.of());
            return Optional.empty();
        } catch (ExportMismatchException e) {
            return Optional.of(e);
        }
    }

    /** The event in whose line an octet is, its line's end included; empty for other lines. */
    private Optional<Long> eventAt(int position) {
        int line = 0;
        for (int i = 0; i < position; i++) {
            if (export[i] == '\n') {
                line++;
            }
        }
        String text = lines.get(line);
        return text.startsWith("{\"actor\"")
                ? Optional.of(CanonicalJson.read(text).number("index"))
                : Optional.empty();
    }

    @Test
    void verify_oneOctetOther_noticedAndItsEventNamed(TestReporter reporter) throws IOException {
        int events = 0;
        int named = 0;
        List<Change> changes = List.of(this::replaced, this::withOneBitOther, this::removed, this::inserted);
        for (Change change : changes) {
            for (int i = 0; i < EACH; i++) {
                int position = random.nextInt(export.length);
                byte[] changed = change.at(position);
                if (Arrays.equals(changed, export)) {
                    continue;
                }
                ExportMismatchException mismatch = mismatch(changed)
                        .orElseThrow(() -> new AssertionError("octet %d, seed %d".formatted(position, SEED)));
                Optional<Long> event = eventAt(position);
                if (event.isPresent()) {
                    events++;
                    named += requireNamed(event.get(), mismatch);
                }
            }
        }
        reporter.publishEntry("changes", String.valueOf(changes.size() * EACH));
        reporter.publishEntry("in events", events + ", of which named " + named);
        assertThat(named).isGreaterThan(2000);
    }

    /** Nothing is linked to the last event, so that it looks as if all before it, up to the checkpoint, were made anew. */
    private int requireNamed(long event, ExportMismatchException mismatch) {
        if (mismatch.event().isPresent()) {
            assertThat(mismatch.event()).as(mismatch.getMessage()).hasValue(event);
            return 1;
        }
        assertThat(event).as(mismatch.getMessage()).isEqualTo(log.size() - 1);
        assertThat(mismatch).hasMessageContaining("events 55 to 62 are not those the checkpoint of size 63 is about");
        return 0;
    }

    @Test
    void verify_linesMoved_noticed(TestReporter reporter) throws IOException {
        int noticed = 0;
        for (int i = 0; i < EACH; i++) {
            List<String> moved = log.lines();
            int from = random.nextInt(moved.size() - 1);
            int to = random.nextInt(moved.size() - 1);
            String line = moved.get(from);
            switch (i % 3) {
                case 0 -> moved.remove(from);
                case 1 -> moved.add(to, line);
                default -> {
                    moved.remove(from);
                    moved.add(to, line);
                }
            }
            byte[] changed = SampleLog.file(moved);
            if (Arrays.equals(changed, export)) {
                continue;
            }
            assertThat(mismatch(changed))
                    .as("line %d to %d, seed %d", from, to, SEED)
                    .isPresent();
            noticed++;
        }
        reporter.publishEntry("noticed", String.valueOf(noticed));
        assertThat(noticed).isGreaterThan(EACH * 9 / 10);
    }
}
