package com.sphereon.kms.bench;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;

/** What comes back while a target is loaded. Safe for use by many threads. */
final class Answers {
    /** One signature of so many is verified. */
    static final int SAMPLED = 500;

    private static final long MAX_LATENCY_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;

    private final ConcurrentHistogram latencies = new ConcurrentHistogram(1, MAX_LATENCY_NANOS, DIGITS);
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sample(SignRequest request, byte[] signature) {}

    void signed(long number, SignRequest request, byte[] signature, long nanos) {
        latencies.recordValue(Math.clamp(nanos, 1, MAX_LATENCY_NANOS));
        if (number % SAMPLED == 0) {
            samples.add(new Sample(request, signature));
        }
    }

    void failed(String error) {
        failed(error, 1);
    }

    void failed(String error, long times) {
        errors.computeIfAbsent(error, unused -> new LongAdder()).add(times);
    }

    AbstractHistogram latencies() {
        return latencies;
    }

    Map<String, Long> errors() {
        return errors.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    /**
     * Verifies the sampled signatures: afterwards, since the machine has better to do while it measures.
     *
     * @throws BrokenSignatureException when one is not valid
     */
    void verifySamples(String target) {
        for (Sample sample : samples) {
            if (!SignatureCheck.isValid(sample.request().key(), sample.request().message(), sample.signature())) {
                throw new BrokenSignatureException(target);
            }
        }
    }
}
