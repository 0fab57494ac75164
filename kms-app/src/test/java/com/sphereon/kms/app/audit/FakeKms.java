package com.sphereon.kms.app.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers what a test wants: for each path and query a row of answers, the last of them for ever. */
final class FakeKms implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Deque<Answering>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** What is done with a question. */
    interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    FakeKms() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create(
                "http://localhost:%d/kms/".formatted(server.getAddress().getPort()));
    }

    /** Path, query and Authorization of what was asked, in its order. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized FakeKms on(String pathAndQuery, Answering... row) {
        answers.put("/kms" + pathAndQuery, new ArrayDeque<>(List.of(row)));
        return this;
    }

    FakeKms onJson(String pathAndQuery, String json) {
        return on(pathAndQuery, with(200, json.replace('\'', '"')));
    }

    static Answering with(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
            if (octets.length > 0) {
                exchange.getResponseBody().write(octets);
            }
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            next(exchange).answer(exchange);
        }
    }

    private synchronized Answering next(HttpExchange exchange) {
        String question = exchange.getRequestURI().toString();
        asked.add(question.substring("/kms".length()) + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        Deque<Answering> row = answers.getOrDefault(question, new ArrayDeque<>(List.of(with(404, ""))));
        return row.size() > 1 ? row.removeFirst() : row.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
