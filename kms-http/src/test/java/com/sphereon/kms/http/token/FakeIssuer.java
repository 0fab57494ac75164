package com.sphereon.kms.http.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer that publishes its keys over HTTP, or does whatever else it is told to. */
public final class FakeIssuer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String iss;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile HttpHandler handler;

    public FakeIssuer(String iss, JWK... keys) {
        this.iss = iss;
        publish(keys);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            fetches.incrementAndGet();
            handler.handle(exchange);
        });
        server.start();
    }

    public String iss() {
        return iss;
    }

    public URI jwksUri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks");
    }

    public IssuerSettings settings() {
        return new IssuerSettings(iss, iss, jwksUri(), Optional.empty());
    }

    /** How often somebody asked. */
    public int fetches() {
        return fetches.get();
    }

    public void publish(JWK... keys) {
        publish(jwks(keys));
    }

    /** The members of keys; private ones stay in where {@link JWK} objects are given as they are. */
    public static String jwks(JWK... keys) {
        List<Map<String, Object>> published = new ArrayList<>();
        for (JWK key : keys) {
            published.add(key.toPublicJWK().toJSONObject());
        }
        return json(Map.of("keys", published));
    }

    public void publish(String document) {
        behave(exchange -> answer(exchange, 200, document.getBytes(StandardCharsets.UTF_8)));
    }

    public void behave(HttpHandler newHandler) {
        handler = newHandler;
    }

    public static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What a token of this issuer says when nothing is wrong with it, at {@link MovableClock#START}. */
    public Map<String, Object> claims() {
        long now = MovableClock.START.getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", iss);
        claims.put("aud", "enterprise-tenant-kms");
        claims.put("sub", "somebody");
        claims.put("tenant_id", "acme");
        claims.put("roles", List.of("service", "tenant-admin"));
        claims.put("iat", now);
        claims.put("exp", now + 600);
        return claims;
    }

    /** The same with one claim changed, or left out where the value is null. */
    public Map<String, Object> claims(String name, Object value) {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return claims;
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
