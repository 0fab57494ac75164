package com.sphereon.kms.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Calls something as often as it can.
 *
 * @param threads of the platform, so that each has a processor when there are enough
 * @param duration for how long calls are counted, after half as long in which they are not
 */
record Loop(int threads, Duration duration) {
    private static final double NANOS = 1e9;

    /**
     * How many calls there were a second, over all threads.
     *
     * @param calls makes what one thread calls
     */
    double perSecond(Supplier<Runnable> calls) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Double>> rates = IntStream.range(0, threads)
                    .mapToObj(unused -> executor.submit(() -> rate(calls.get())))
                    .toList();
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException("what was measured failed", e.getCause());
        }
    }

    private double rate(Runnable call) {
        repeat(call, duration.toNanos() / 2);
        return repeat(call, duration.toNanos());
    }

    private static double repeat(Runnable call, long nanos) {
        long start = System.nanoTime();
        long count = 0;
        long passed = 0;
        while (passed < nanos) {
            call.run();
            count++;
            passed = System.nanoTime() - start;
        }
        return count * NANOS / passed;
    }
}
