package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.service.AuditLogs;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.KeySelection;
import com.sphereon.kms.core.service.Signed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The clock jumps back and forth: the order of the log is that in which things happened, and every time is found. */
class AuditClockTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    /** Enough for two complete tiles, whose times are remembered. */
    private static final int SIGNATURES = 600;

    private static final int MAX_JUMP_SECONDS = 3600;
    private static final long SEED = 5;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    /** Shows what it is told to. */
    private static final class JumpingClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private Duration jump() {
        return Duration.ofSeconds(random.nextInt(-MAX_JUMP_SECONDS, MAX_JUMP_SECONDS + 1));
    }

    @Test
    void clock_jumpsBackAndForth_orderIsThatOfTheLogAndEveryTimeIsFound(TestReporter reporter) {
        JumpingClock clock = new JumpingClock();
        try (var opened = RotationProcess.Opened.open(folder.resolve("data"), clock, () -> {})) {
            KeyManagementService kms = opened.kms;
            kms.keys().generate(RotationProcess.CALLER, RotationProcess.wish());
            Map<Long, Instant> signed = new HashMap<>();
            int checkpoints = 0;
            for (int i = 0; i < SIGNATURES; i++) {
                clock.now = clock.now.plus(jump());
                Signed one = kms.signatures()
                        .sign(
                                RotationProcess.CALLER,
                                KeySelection.of(new KeyAlias(RotationProcess.ALIAS)),
                                InputType.RAW,
                                new byte[] {1});
                assertThat(signed.put(one.auditIndex(), clock.now)).isNull();
                checkpoints += i % 50 == 0 ? kms.checkpoints().run() : 0;
            }

            List<AuditRecord> all = events(kms, EventFilter.ALL);
            assertSound(kms, all, signed);
            for (int i = 0; i < 20; i++) {
                Instant from = START.plus(jump().multipliedBy(10));
                assertFound(kms, all, from, from.plus(jump().abs()));
            }
            assertThat(kms.logMonitor().run()).isEqualTo(all.size());
            assertThat(kms.checkpoints().alarms()).isEmpty();
            assertThat(checkpoints).as("clocks that go back do not end them").isGreaterThan(3);
            reporter.publishEntry(
                    "clock jumping",
                    "%d signatures, %d events, %d checkpoints".formatted(signed.size(), all.size(), checkpoints));
        }
    }

    private static List<AuditRecord> events(KeyManagementService kms, EventFilter filter) {
        List<AuditRecord> all = new ArrayList<>();
        Optional<Long> next = Optional.of(0L);
        while (next.isPresent()) {
            AuditLogs.Page page = kms.auditLogs().events(RotationProcess.CALLER, filter, next.get(), 100);
            all.addAll(page.records());
            next = page.next();
        }
        return all;
    }

    private static JsonNode json(AuditRecord record) {
        return Json.parse(Json.ascii(record.leaf()));
    }

    private static Instant time(AuditRecord record) {
        return Instant.parse(json(record).get("time").textValue());
    }

    private static void assertSound(KeyManagementService kms, List<AuditRecord> all, Map<Long, Instant> signed) {
        List<NoteReader> checkpoints = kms.auditLogs().checkpoints(RotationProcess.CALLER, 0, 1000).stream()
                .map(StoredCheckpoint::note)
                .map(NoteReader::read)
                .toList();
        new AuditView(all.stream().map(AuditRecord::leaf).toList(), checkpoints).assertSound();
        signed.forEach((index, at) -> assertThat(time(all.get(index.intValue())))
                .as("event %d", index)
                .isEqualTo(at));
    }

    private static void assertFound(KeyManagementService kms, List<AuditRecord> all, Instant from, Instant to) {
        EventFilter filter = new EventFilter(
                Optional.of(from),
                Optional.of(to),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(events(kms, filter))
                .as("%s to %s", from, to)
                .extracting(AuditRecord::index)
                .isEqualTo(all.stream()
                        .filter(record ->
                                !time(record).isBefore(from) && time(record).isBefore(to))
                        .map(AuditRecord::index)
                        .toList());
    }
}
