package com.sphereon.kms.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Those who want something of a broken provider, and what they get. */
final class BrokenCalls {
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;

    private final Workload workload;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);

    BrokenCalls(Workload workload) {
        this.workload = workload;
    }

    /** Sends requests at that rate for so long, and waits for the last answer. */
    void atRate(int connections, double requestsPerSecond, Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        double distance = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        run(
                connections,
                connection -> Pace.fixedRate(
                        start + (long) (connection * distance),
                        distance * connections,
                        start + duration.toNanos(),
                        System::nanoTime));
    }

    /** Sends one request after the other for so long. */
    void asFastAsPossible(int connections, Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        run(connections, connection -> Pace.closedLoop(end, System::nanoTime));
    }

    private void run(int connections, IntFunction<Pace> pace) throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = IntStream.range(0, connections)
                    .<Future<?>>mapToObj(connection -> callers.submit(() -> {
                        Pace own = pace.apply(connection);
                        for (OptionalLong due = own.next(); due.isPresent(); due = own.next()) {
                            send(client);
                        }
                    }))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller stopped before its time", e.getCause());
        }
    }

    private void send(HttpClient client) {
        SignRequest request = workload.request(numbers.getAndIncrement());
        long start = System.nanoTime();
        String answer;
        try {
            answer = word(client.send(request.http(), BodyHandlers.discarding()));
        } catch (IOException e) {
            answer = e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        slowestNanos.accumulate(System.nanoTime() - start);
        answers.computeIfAbsent(answer, unused -> new LongAdder()).increment();
    }

    private static String word(HttpResponse<Void> response) {
        boolean told = response.headers().firstValue("Retry-After").isPresent();
        return response.statusCode() + (response.statusCode() == UNAVAILABLE && !told ? " without Retry-After" : "");
    }

    /** How many got which answer. */
    Map<String, Long> answers() {
        Map<String, Long> counted = new TreeMap<>();
        answers.forEach((answer, count) -> counted.put(answer, count.sum()));
        return counted;
    }

    /** How many got anything but a signature. */
    long failures() {
        return answers().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Integer.toString(CREATED)))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The longest anybody waited, in seconds. */
    double slowestSeconds() {
        return slowestNanos.get() / 1e9;
    }
}
