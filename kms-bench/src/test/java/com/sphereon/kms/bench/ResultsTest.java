package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sphereon.kms.bench.Goal.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From measurements to ratios, goals, table and file. */
class ResultsTest {
    private static final Load AT_64 = Fixtures.closed(64);
    private static final Load FIXED = Load.fixedRate(64, Duration.ofSeconds(1), 100);

    private final Results results = new Results(
            List.of(new LocalRates.Sample(1, 1, 1000, 900), new LocalRates.Sample(1, 2, 2000, 1000)),
            List.of(
                    Fixtures.measurement(Results.BARE, AT_64, 10, 10, 10, 10),
                    Fixtures.measurement(Results.EMBEDDED, AT_64, Map.of("status 503", 2L), 40, 40),
                    Fixtures.measurement(Results.POSTGRESQL, AT_64, 20),
                    Fixtures.measurement(Results.BARE, FIXED, 10),
                    Fixtures.measurement(Results.POSTGRESQL, FIXED, 30)),
            List.of(
                    new ProcessFacts(Results.BARE, Duration.ofSeconds(99), OptionalLong.of(900 * 1024)),
                    new ProcessFacts(Results.EMBEDDED, Duration.ofMillis(2500), OptionalLong.of(401 * 1024)),
                    new ProcessFacts(Results.POSTGRESQL, Duration.ofSeconds(9), OptionalLong.empty())));

    @Test
    void throughputRatio_halfAsMany_isAHalf() {
        assertThat(results.throughputRatio(Results.EMBEDDED, AT_64.kind())).isEqualTo(0.5);
        assertThat(results.throughputRatio(Results.POSTGRESQL, AT_64.kind())).isEqualTo(0.25);
    }

    @Test
    void p99Ratio_fourTimesAsSlow_isFour() {
        assertThat(results.p99Ratio(Results.EMBEDDED, AT_64.kind())).isCloseTo(4, within(0.01));
    }

    @Test
    void ratios_notMeasured_areNoNumbers() {
        assertThat(results.throughputRatio(Results.EMBEDDED, FIXED.kind())).isNaN();
        assertThat(results.p99Ratio("other", AT_64.kind())).isNaN();
        assertThat(results.coreRatio(3)).isNaN();
    }

    @Test
    void summary_severalRounds_takesMediansAndAllErrors() {
        Summary summary = Summary.of(List.of(
                Fixtures.measurement("x", AT_64, Map.of("a", 1L), 1),
                Fixtures.measurement("x", AT_64, 2, 2, 2),
                Fixtures.measurement("x", AT_64, Map.of("b", 2L), 9, 9, 9, 9, 9, 9)));

        assertThat(summary.throughput()).isEqualTo(3);
        assertThat(summary.p99()).isCloseTo(2, within(0.01));
        assertThat(summary.errors()).isEqualTo(3);
    }

    @Test
    void goals_eachSideOfTheLimit_areMetOrMissedOrNotMeasured() {
        Map<String, Verdict> verdicts = Goals.of(results).stream().collect(Collectors.toMap(Goal::name, Goal::verdict));

        assertThat(verdicts)
                .containsEntry("throughput of embedded / bare, 64 closed", Verdict.MET)
                .containsEntry("throughput of postgresql / bare, 64 closed", Verdict.MISSED)
                .containsEntry("p99 of embedded / bare, 64 closed", Verdict.MISSED)
                .containsEntry("p99 of postgresql / bare, 64 closed", Verdict.MET)
                .containsEntry("p99 of embedded / bare, 64 fixed rate", Verdict.NOT_MEASURED)
                .containsEntry("core / raw signing, threads: 1", Verdict.MET)
                .containsEntry("core / raw signing, threads: 2", Verdict.MISSED)
                .containsEntry("seconds from start to ready, embedded", Verdict.MET)
                .containsEntry("resident MiB after the load, embedded", Verdict.MISSED)
                .containsEntry("resident MiB after the load, postgresql", Verdict.NOT_MEASURED)
                .doesNotContainKey("resident MiB after the load, bare");
    }

    @Test
    void goal_atTheLimit_isMet() {
        assertThat(Goal.atLeast("x", 0.5, 0.5).verdict()).isEqualTo(Verdict.MET);
        assertThat(Goal.atMost("x", 3, 3).verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void goal_justPastTheLimit_isMissed() {
        assertThat(Goal.atLeast("x", 0.5, Math.nextDown(0.5)).verdict()).isEqualTo(Verdict.MISSED);
        assertThat(Goal.atMost("x", 3, Math.nextUp(3.0)).verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void print_results_hasARowForEachTargetAndTheErrors() {
        StringWriter text = new StringWriter();

        new Report(new PrintWriter(text)).print(results);

        assertThat(text.toString().lines())
                .anyMatch(line -> line.matches("64 closed +embedded +2 +40\\.\\d+ .* 0\\.50 +4\\.\\d+ +2"))
                .anyMatch(line -> line.matches("64 fixed rate +postgresql +1 .*"))
                .anyMatch(line -> line.contains("ERRORS: embedded, 64 closed, round 1: {status 503=2}"))
                .anyMatch(line -> line.matches(" *2 +2000 +1000 +0\\.50"))
                .anyMatch(line -> line.matches(" +missed +throughput of postgresql .*0\\.25 \\(at least 0\\.5\\)"));
    }

    @Test
    void write_results_holdsEveryMeasurementWithItsHistogram(@TempDir Path folder)
            throws IOException, DataFormatException {
        Path file = folder.resolve("results.json");

        ResultFile.write(file, Map.of("git commit", "abc"), results);

        JsonNode document = new ObjectMapper().readTree(file.toFile());
        assertThat(document.at("/machine/git commit").asText()).isEqualTo("abc");
        assertThat(document.at("/measurements")).hasSize(5);
        assertThat(document.at("/measurements/1/errors/status 503").asInt()).isEqualTo(2);
        assertThat(document.at("/measurements/4/requestsPerSecond").asInt()).isEqualTo(100);
        assertThat(document.at("/local/1/core").asInt()).isEqualTo(1000);
        byte[] encoded = Base64.getDecoder()
                .decode(document.at("/measurements/0/hdrHistogramNanos").asText());
        Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        assertThat(histogram.getTotalCount()).isEqualTo(4);
        assertThat(histogram.getMaxValue() / Fixtures.MILLI).isEqualTo(10);
    }

    @Test
    void costResult_bigHalfAsFast_ratioIsAHalf() {
        CostResult result = new CostResult(
                "embedded",
                "keys",
                10,
                1000,
                List.of(
                        Fixtures.measurement("keys 10", AT_64, 1, 1, 1, 1),
                        Fixtures.measurement("keys 1000", AT_64, 7, 7)));

        assertThat(result.throughputRatio()).isEqualTo(0.5);
        assertThat(result.row()).matches("embedded +keys +10 +1000 +4 +2 +0\\.50 +1\\.00 +7\\.\\d+ +0");
    }
}
