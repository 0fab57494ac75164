package com.sphereon.kms.app;

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
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** An authorization server as far as the KMS knows one: a key set at a URL, and tokens signed with it. */
final class TestIssuer implements AutoCloseable {
    private static final String AUDIENCE = "enterprise-tenant-kms";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final HttpServer server;
    private final ECKey key;

    private TestIssuer(HttpServer server, ECKey key) {
        this.server = server;
        this.key = key;
    }

    static TestIssuer start() {
        try {
            ECKey key =
                    new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
            byte[] keys = Json.utf8(new JWKSet(key.toPublicJWK()).toString());
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
            return new TestIssuer(server, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What makes a KMS trust this issuer. */
    Map<String, String> settings() {
        return Map.of(
                "server.rest.auth.enabled",
                "true",
                "server.rest.auth.issuer",
                url(),
                "server.rest.auth.jwks-uri",
                url() + "/jwks");
    }

    /** A good token, whose tenant claim may be anything. */
    String token(Object tenant, String... roles) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("service-oid4vci")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plus(LIFETIME)))
                .claim("tenant_id", tenant)
                .claim("roles", List.of(roles))
                .build();
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
