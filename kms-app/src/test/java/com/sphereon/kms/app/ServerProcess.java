package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code serve} in a process of its own, as an operator starts it. */
final class ServerProcess implements AutoCloseable {
    private static final int POLL_MILLIS = 25;
    /** Far more than it should take, so that a busy machine does not fail the build. */
    private static final long START_LIMIT_MILLIS = 60_000;

    private static final int STOP_LIMIT_SECONDS = 20;

    private final Process process;
    private final KmsClient client;
    private final int port;
    private final Path log;
    private final String timeToReady;

    private ServerProcess(Process process, int port, Path log, long startedNanos)
            throws IOException, InterruptedException {
        this.process = process;
        this.client = new KmsClient(port);
        this.port = port;
        this.log = log;
        awaitReady(port, startedNanos);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        this.timeToReady = "%d ms, of which %d ms of CPU"
                .formatted(
                        millis,
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
    }

    static ServerProcess start(Path dataDirectory) throws IOException, InterruptedException {
        return start(dataDirectory, Map.of());
    }

    /** @param settings by their names in the configuration */
    static ServerProcess start(Path dataDirectory, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(dataDirectory, settings, List.of());
    }

    /** @param prefix what stands before the command that starts the server */
    static ServerProcess start(Path dataDirectory, Map<String, String> settings, List<String> prefix)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = Files.createTempFile(dataDirectory.getParent(), "server", ".log");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // Most of these live for seconds, which the second compiler would only slow down.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                mainClassPath(),
                "com.sphereon.kms.app.Main",
                "serve"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SERVER_REST_PORT", Integer.toString(port));
        builder.environment().put("KMS_DATA_DIR", dataDirectory.toString());
        builder.environment().put(variable("kms.audit.checkpoint-interval"), "PT24H");
        settings.forEach((key, value) -> builder.environment().put(variable(key), value));
        long started = System.nanoTime();
        return new ServerProcess(builder.start(), port, log, started);
    }

    private static String variable(String key) {
        return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    /** What is shipped; the tests' own classes and settings stay out. */
    private static String mainClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(int port, long startedNanos) throws IOException, InterruptedException {
        while (!isListening(port) || client.getAtRoot("/ready").status() != 200) {
            boolean late = System.nanoTime() - startedNanos > TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MILLIS);
            if (late || process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not get ready:\n" + Files.readString(log));
            }
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Everything the server has printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KmsClient client() {
        return client;
    }

    int port() {
        return port;
    }

    /** From the start of the process until {@code /ready} says so, for people. On a busy machine the CPU time tells. */
    String timeToReady() {
        return timeToReady;
    }

    /** SIGKILL: no handler runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** SIGTERM. */
    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
