package com.sphereon.kms.provider.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sphereon.kms.http.token.IssuerSettings;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** An authorization server: tokens for the tenant that the scope {@code tenant:x} names, and the keys to verify them. */
final class FakeIssuer implements AutoCloseable {
    static final String CLIENT = "a client";
    private static final String ISSUER = "https://issuer.example";
    private static final Duration LIFE = Duration.ofHours(1);

    private final ECKey key;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final Set<String> given = ConcurrentHashMap.newKeySet();
    private volatile String secret = "a client secret";
    private volatile Optional<String> always = Optional.empty();

    FakeIssuer() {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("issuer").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(executor);
        server.createContext("/jwks", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    String tokenEndpoint() {
        return url("/token");
    }

    IssuerSettings settings() {
        return new IssuerSettings("fake", ISSUER, URI.create(url("/jwks")), Optional.empty());
    }

    String secret() {
        return secret;
    }

    void accept(String newSecret) {
        secret = newSecret;
    }

    /** Whatever is asked for, this token is the answer. */
    void answerAlways(String token) {
        always = Optional.of(token);
    }

    /** What was asked for, one map of parameters for each token. */
    List<Map<String, String>> asked() {
        return asked;
    }

    /** The tokens it gave out. */
    Set<String> given() {
        return given;
    }

    private void token(HttpExchange exchange) throws IOException {
        String credentials = encoded(CLIENT) + ":" + encoded(secret);
        String expected = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(form);
        String token = always.orElseGet(() -> token(tenant(form.getOrDefault("scope", ""))));
        given.add(token);
        answer(
                exchange,
                200,
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}".formatted(token));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static Optional<String> tenant(String scope) {
        return Arrays.stream(scope.split(" ", -1))
                .filter(word -> word.startsWith("tenant:"))
                .map(word -> word.substring("tenant:".length()))
                .findFirst();
    }

    /** A token of that tenant for everything its keys can be used for; without one, of an administrator of the platform. */
    String token(Optional<String> tenant) {
        List<String> roles =
                new ArrayList<>(tenant.isPresent() ? List.of("service", "tenant-admin") : List.of("platform-admin"));
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("enterprise-tenant-kms")
                .subject("other-kms")
                .claim("roles", roles)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plus(LIFE)));
        tenant.ifPresent(id -> claims.claim("tenant_id", id));
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("issuer").build(), claims.build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
