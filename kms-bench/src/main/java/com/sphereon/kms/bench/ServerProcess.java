package com.sphereon.kms.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under test, as a process of its own that listens on this machine. Safe for use by many threads. */
final class ServerProcess implements Server {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final int PROBE_INTERVAL_MILLIS = 10;
    private static final int OK = 200;
    private static final int LOG_TAIL_LINES = 20;

    /** What a child gets of our environment: nothing that would configure it. */
    private static final Set<String> INHERITED = Set.of(
            "PATH",
            "HOME",
            "JAVA_HOME",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TMPDIR",
            "USER",
            "LD_LIBRARY_PATH",
            "KMS_JVM_FLAGS");

    private final Process process;
    private final int port;
    private final Path log;
    private final Duration startTime;

    private ServerProcess(Process process, int port, Path log) throws InterruptedException {
        long start = System.nanoTime();
        this.process = process;
        this.port = port;
        this.log = log;
        awaitReady(start);
        this.startTime = Duration.ofNanos(System.nanoTime() - start);
    }

    /** A port that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a server and waits until {@code GET /ready} answers 200.
     *
     * @param port it was told to listen on
     * @param log where its output goes
     * @throws IllegalStateException with the end of its output when it does not become ready
     */
    static ServerProcess start(List<String> command, Map<String, String> environment, int port, Path log)
            throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // also when the run is told to end from outside
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-server"));
        try {
            return new ServerProcess(process, port, log);
        } catch (RuntimeException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void awaitReady(long start) throws InterruptedException {
        HttpRequest probe =
                HttpRequest.newBuilder(uri("/ready")).timeout(PROBE_TIMEOUT).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!answers(client, probe)) {
                boolean ended = process.waitFor(PROBE_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() - start > START_TIMEOUT.toNanos()) {
                    throw new IllegalStateException("the server does not become ready:\n" + logTail());
                }
            }
        }
    }

    private static boolean answers(HttpClient client, HttpRequest probe) throws InterruptedException {
        try {
            return client.send(probe, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return log + " cannot be read";
        }
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** From the start of the process to its first 200 at {@code /ready}. */
    @Override
    public Duration startTime() {
        return startTime;
    }

    @Override
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** How many files it has open, connections among them; zero where the system does not tell. */
    long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** As Linux says in {@code /proc}. */
    @Override
    public OptionalLong residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"), StandardCharsets.UTF_8)
                    .stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Ends it in an orderly way, or by force when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
