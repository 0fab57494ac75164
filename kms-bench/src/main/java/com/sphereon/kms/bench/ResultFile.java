package com.sphereon.kms.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** Writes all raw numbers as JSON. */
final class ResultFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ResultFile() {}

    static void write(Path file, Map<String, String> facts, Results results) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", facts);
        document.put("local", results.local());
        document.put(
                "measurements",
                results.measurements().stream().map(ResultFile::measurement).toList());
        document.put(
                "processes",
                results.processes().stream().map(ResultFile::process).toList());
        document.put("goals", Goals.of(results).stream().map(ResultFile::goal).toList());
        write(file, document);
    }

    static void write(Path file, Map<String, ?> document) {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the results cannot be written as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> measurement(Measurement measurement) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("target", measurement.target());
        members.put("connections", measurement.load().connections());
        measurement.load().requestsPerSecond().ifPresent(rate -> members.put("requestsPerSecond", rate));
        members.put("round", measurement.round());
        members.put("seconds", measurement.seconds());
        members.put("signatures", measurement.latencies().getTotalCount());
        members.put("errors", measurement.errors());
        members.put("throughput", measurement.throughput());
        for (double percentile : List.of(50.0, 90.0, 99.0, 99.9, 100.0)) {
            members.put("p" + percentile + "Millis", measurement.millis(percentile));
        }
        members.put("serverCpuSeconds", measurement.serverCpuSeconds());
        members.put("hdrHistogramNanos", encoded(measurement.latencies()));
        return members;
    }

    /** As HdrHistogram's tools read it. */
    private static String encoded(AbstractHistogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Map<String, Object> process(ProcessFacts process) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("target", process.target());
        members.put("startSeconds", process.startSeconds());
        process.residentKib().ifPresent(kib -> members.put("residentKib", kib));
        return members;
    }

    private static Map<String, Object> goal(Goal goal) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", goal.name());
        members.put(goal.atMost() ? "atMost" : "atLeast", goal.limit());
        if (!Double.isNaN(goal.value())) {
            members.put("value", goal.value());
        }
        members.put("verdict", goal.verdict().name());
        return members;
    }
}
