package com.sphereon.kms.bench;

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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;

/** An issuer of tokens that publishes its key on this machine. Safe for use by many threads. */
public final class LocalIssuer implements AutoCloseable {
    /** The {@code iss} of its tokens. */
    public static final String ISSUER = "https://issuer.bench.invalid";

    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final int OK = 200;

    private final Clock clock;
    private final ECKey key;
    private final HttpServer server;

    private LocalIssuer(Clock clock, ECKey key, HttpServer server) {
        this.clock = clock;
        this.key = key;
        this.server = server;
    }

    /** @param clock by which its tokens are issued */
    public static LocalIssuer start(Clock clock) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
            byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks", exchange -> {
                exchange.sendResponseHeaders(OK, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            server.start();
            return new LocalIssuer(clock, key, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where its keys are. */
    public URI jwksUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    /** A token of a service of that tenant, good for hours. */
    public String token(String tenant, String subject) {
        return token(tenant, subject, List.of("service"));
    }

    /** A token of somebody with those roles in that tenant, good for hours. */
    String token(String tenant, String subject, List<String> roles) {
        Date now = Date.from(clock.instant());
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("enterprise-tenant-kms")
                .subject(subject)
                .claim("tenant_id", tenant)
                .claim("roles", roles)
                .issueTime(now)
                .expirationTime(Date.from(clock.instant().plus(LIFETIME)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
