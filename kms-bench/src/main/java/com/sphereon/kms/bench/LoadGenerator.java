package com.sphereon.kms.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Loads a target from this process: a virtual thread for each connection, HTTP/1.1, connections kept alive. Each measurement
 * has connections of its own, which the warm-up before it opens.
 */
final class LoadGenerator {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final double NANOS = 1e9;

    private final Duration warmUp;

    /** @param warmUp for how long the same connections are used, one request after the other, before anything is counted */
    LoadGenerator(Duration warmUp) {
        this.warmUp = warmUp;
    }

    /**
     * Loads the target once.
     *
     * @throws BrokenSignatureException when a sampled signature is not valid
     */
    Measurement measure(Target target, Load load, int round) throws InterruptedException {
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = client(workers)) {
            Run warming = new Run(client, target.workload(), Load.closedLoop(load.connections(), warmUp));
            warming.execute(workers);
            warming.answers.verifySamples(target.name());
            Run run = new Run(client, target.workload(), load);
            Duration cpuBefore = target.server().cpuTime();
            double seconds = run.execute(workers) / NANOS;
            double cpu = target.server().cpuTime().minus(cpuBefore).toNanos() / NANOS;
            run.answers.verifySamples(target.name());
            return new Measurement(
                    target.name(), load, round, seconds, run.answers.latencies(), run.answers.errors(), cpu);
        }
    }

    private static HttpClient client(ExecutorService executor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(executor)
                .build();
    }

    /** One load under way. */
    private static final class Run {
        private final HttpClient client;
        private final Workload workload;
        private final Load load;
        private final Answers answers = new Answers();
        private final AtomicLong numbers = new AtomicLong();

        Run(HttpClient client, Workload workload, Load load) {
            this.client = client;
            this.workload = workload;
            this.load = load;
        }

        /** @return how long it took, in nanoseconds */
        long execute(ExecutorService workers) throws InterruptedException {
            long start = System.nanoTime();
            List<Future<?>> connections = IntStream.range(0, load.connections())
                    .<Future<?>>mapToObj(connection -> workers.submit(() -> work(pace(start, connection))))
                    .toList();
            for (Future<?> connection : connections) {
                try {
                    connection.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a connection stopped before its time", e.getCause());
                }
            }
            return System.nanoTime() - start;
        }

        private Pace pace(long start, int connection) {
            long end = start + load.duration().toNanos();
            if (load.requestsPerSecond().isEmpty()) {
                return Pace.closedLoop(end, System::nanoTime);
            }
            double distance =
                    TimeUnit.SECONDS.toNanos(1) / load.requestsPerSecond().getAsDouble();
            return Pace.fixedRate(
                    start + (long) (connection * distance), distance * load.connections(), end, System::nanoTime);
        }

        private void work(Pace pace) {
            for (OptionalLong since = pace.next(); since.isPresent(); since = pace.next()) {
                send(since.getAsLong());
            }
            if (pace.missed() > 0) {
                answers.failed("not sent in time", pace.missed());
            }
        }

        private void send(long since) {
            long number = numbers.getAndIncrement();
            SignRequest request = workload.request(number);
            try {
                HttpResponse<byte[]> response = client.send(request.http(), BodyHandlers.ofByteArray());
                long nanos = System.nanoTime() - since;
                Optional<byte[]> signature = SignatureAnswer.read(response.statusCode(), response.body());
                if (signature.isPresent()) {
                    answers.signed(number, request, signature.get(), nanos);
                } else {
                    answers.failed("status " + response.statusCode());
                }
            } catch (IOException e) {
                answers.failed(e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answers.failed("interrupted");
            }
        }
    }
}
