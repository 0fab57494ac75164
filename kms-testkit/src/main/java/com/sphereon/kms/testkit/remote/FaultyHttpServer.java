package com.sphereon.kms.testkit.remote;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend on this machine that speaks HTTP/1.1, with requests whose length is announced. What happens to connections it does
 * itself; what is in the answers its {@link Script} says.
 */
public final class FaultyHttpServer implements FaultyBackend {
    private static final int MAX_LINE_BYTES = 1 << 16;

    /**
     * A request.
     *
     * @param target path and query as they were sent
     * @param headers by name in lower case
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Ask(String method, String target, Map<String, String> headers, byte[] body) {}

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Reply(int status, Map<String, String> headers, byte[] body) {
        /** JSON. */
        public static Reply json(int status, String document) {
            return new Reply(
                    status, Map.of("Content-Type", "application/json"), document.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the backend says. Called by many threads. */
    public interface Script {

        /** @param lie one of the faults in which it does its work, but wrongly, if it shall */
        Reply answer(Ask ask, Optional<Fault> lie);

        /** Whether the request is one for a token, which no fault meets. */
        default boolean isForToken(Ask ask) {
            return false;
        }

        /** How it says that it failed. */
        default Reply serverError() {
            return Reply.json(503, "{}");
        }

        /** How it says that there are too many requests. */
        default Reply throttle() {
            return new Reply(429, Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)), new byte[0]);
        }

        /** How it says that the credentials are no good. */
        default Reply credentialsExpired() {
            return Reply.json(401, "{}");
        }
    }

    private final Script script;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Thread acceptor = Thread.ofVirtual().name("faulty backend").unstarted(this::accept);
    private Fault fault = Fault.HANG;
    private int faultsLeft;
    private int allowedPerSecond = Integer.MAX_VALUE;
    private long nextAllowedNanos;

    private FaultyHttpServer(Script script, ServerSocket server) {
        this.script = script;
        this.server = server;
    }

    /** Listens at a port of its own. */
    public static FaultyHttpServer start(Script script) {
        try {
            FaultyHttpServer backend =
                    new FaultyHttpServer(script, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            backend.acceptor.start();
            return backend;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, without a path. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public synchronized void inject(Fault newFault, int newRequests) {
        fault = newFault;
        faultsLeft = newRequests;
        allowedPerSecond = Integer.MAX_VALUE;
    }

    /** From now on, and until {@link #heal}, {@link Fault#THROTTLE} meets what comes more often. */
    public synchronized void allow(int requestsPerSecond) {
        inject(Fault.THROTTLE, 0);
        allowedPerSecond = requestsPerSecond;
        nextAllowedNanos = System.nanoTime();
    }

    private boolean isTooSoon() {
        if (allowedPerSecond == Integer.MAX_VALUE) {
            return false;
        }
        long now = System.nanoTime();
        if (now < nextAllowedNanos) {
            return true;
        }
        nextAllowedNanos = now + TimeUnit.SECONDS.toNanos(1) / allowedPerSecond;
        return false;
    }

    private synchronized Optional<Fault> nextFault() {
        if (isTooSoon()) {
            return Optional.of(Fault.THROTTLE);
        }
        if (faultsLeft == 0) {
            return Optional.empty();
        }
        if (faultsLeft != ALWAYS) {
            faultsLeft--;
        }
        return Optional.of(fault);
    }

    @Override
    public int requestsReceived() {
        return requests.get();
    }

    @Override
    public int openConnections() {
        return connections.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().name("faulty backend's connection").start(() -> serve(connection));
            } catch (IOException e) {
                // closed; or a client that was gone before it came
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            boolean goOn = true;
            while (goOn) {
                goOn = serve(read(in), in, connection);
            }
        } catch (IOException e) {
            // the client went away, as it does at its deadline and when it is done
        } finally {
            connections.remove(connection);
        }
    }

    /** @return whether the connection can be used again */
    private boolean serve(Ask ask, InputStream in, Socket connection) throws IOException {
        OutputStream out = connection.getOutputStream();
        if (script.isForToken(ask)) {
            write(script.answer(ask, Optional.empty()), out);
            return true;
        }
        Optional<Fault> met = nextFault();
        requests.incrementAndGet();
        if (met.isEmpty()) {
            write(script.answer(ask, met), out);
            return true;
        }
        switch (met.get()) {
            case HANG -> {
                return in.read() >= 0;
            }
            case RESET -> {
                byte[] whole = encoded(script.answer(ask, Optional.empty()));
                out.write(whole, 0, whole.length - 1);
                connection.setSoLinger(true, 0);
                return false;
            }
            case SERVER_ERROR -> write(script.serverError(), out);
            case THROTTLE -> write(script.throttle(), out);
            case CREDENTIALS_EXPIRED -> write(script.credentialsExpired(), out);
            case TRUNCATED -> {
                Reply reply = script.answer(ask, Optional.empty());
                byte[] half = Arrays.copyOf(reply.body(), reply.body().length / 2);
                write(new Reply(reply.status(), reply.headers(), half), out);
            }
            case OTHER_KEY, OTHER_ALGORITHM, MALFORMED_SIGNATURE, OTHER_KEYS_SIGNATURE ->
                write(script.answer(ask, met), out);
        }
        return true;
    }

    private static Ask read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Ask(first[0], first[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > MAX_LINE_BYTES) {
                throw new EOFException("the client went away");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static void write(Reply reply, OutputStream out) throws IOException {
        out.write(encoded(reply));
        out.flush();
    }

    private static byte[] encoded(Reply reply) {
        StringBuilder head = new StringBuilder("HTTP/1.1 %d Scripted\r\n".formatted(reply.status()));
        reply.headers().forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        head.append("Content-Length: %d\r\n\r\n".formatted(reply.body().length));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(reply.body());
        return whole.toByteArray();
    }

    @Override
    public void close() {
        try {
            server.close();
            acceptor.join(); // until it has ended, the port is open still
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
