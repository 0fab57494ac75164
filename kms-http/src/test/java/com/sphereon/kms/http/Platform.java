package com.sphereon.kms.http;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.http.token.FakeIssuer;
import com.sphereon.kms.http.token.MovableClock;
import com.sphereon.kms.http.token.TestTokens;
import com.sphereon.kms.http.token.TokenSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that wants tokens, people of several tenants who have them, and time as the test says. */
final class Platform implements AutoCloseable {
    static final String BASE_PATH = "/api/kms/v1";

    private static final ECKey KEY = TestTokens.ec("key", Curve.P_256);
    private static final long TOKEN_SECONDS = 600;

    private final MovableClock clock = new MovableClock();
    private final FakeIssuer issuer = new FakeIssuer("https://issuer.test", KEY);
    private final HttpFixture server;

    Platform() {
        this(new InMemoryPersistence());
    }

    Platform(Persistence persistence) {
        this.server = new HttpFixture(BASE_PATH, persistence, TokenSettings.of(List.of(issuer.settings())), clock);
    }

    Person service() {
        return person("acme", "a-service", List.of("service"));
    }

    Person admin() {
        return person("acme", "alice", List.of("tenant-admin"));
    }

    Person auditor() {
        return person("acme", "otto", List.of("auditor"));
    }

    /** Administers providers, and has a tenant whose log tells of it. */
    Person platformAdmin() {
        return person("platform", "peter", List.of("platform-admin"));
    }

    /** An administrator of another tenant, who has the role of a service too. */
    Person stranger() {
        return person("umbrella", "eve", List.of("tenant-admin", "service"));
    }

    Person person(String tenant, String subject, List<String> roles) {
        return new Person(tenant, subject, roles, Optional.empty());
    }

    /** The same, with a token for one service's duties. */
    Person narrowedPlatformAdmin() {
        return new Person("platform", "paul", List.of("platform-admin"), Optional.of("issuer"));
    }

    /** A service that may touch its own duties only. */
    Person narrowed(String service) {
        return narrowed(service, "service");
    }

    Person narrowed(String service, String... roles) {
        return new Person("acme", service, List.of(roles), Optional.of(service));
    }

    HttpResponse<String> ready() {
        return server.send("GET", "/ready", null);
    }

    int port() {
        return server.port();
    }

    MovableClock clock() {
        return clock;
    }

    /** What is served. */
    KeyManagementService kms() {
        return server.service();
    }

    /** Beside the base path, without a token. */
    HttpResponse<String> getAtRoot(String path) {
        return server.send("GET", path, null);
    }

    /** Time goes by, and what has become due is done. */
    void advance(Duration duration) {
        clock.advance(duration);
        server.service().dueWork().run();
    }

    @Override
    public void close() {
        server.close();
        issuer.close();
    }

    /** Somebody with a token that is good at the moment. */
    final class Person {
        private final String tenant;
        private final String subject;
        private final List<String> roles;
        private final Optional<String> service;

        private Person(String tenant, String subject, List<String> roles, Optional<String> service) {
            this.tenant = tenant;
            this.subject = subject;
            this.roles = roles;
            this.service = service;
        }

        String token() {
            long now = clock.instant().getEpochSecond();
            Map<String, Object> claims = issuer.claims("tenant_id", tenant);
            claims.put("sub", subject);
            claims.put("roles", roles);
            claims.put("iat", now);
            claims.put("exp", now + TOKEN_SECONDS);
            service.ifPresent(name -> claims.put("kms_service", name));
            return TestTokens.sign(KEY, JWSAlgorithm.ES256, claims);
        }

        HttpResponse<String> get(String path, String... headers) {
            return send("GET", path, null, headers);
        }

        HttpResponse<String> delete(String path, String... headers) {
            return send("DELETE", path, null, headers);
        }

        HttpResponse<String> post(String path, String body, String... headers) {
            return send("POST", path, body, headers);
        }

        HttpResponse<String> put(String path, String body, String... headers) {
            return send("PUT", path, body, headers);
        }

        HttpResponse<String> sign(String keyInfo) {
            return post("/signatures/raw/create", "{\"keyInfo\":%s,\"input\":\"aGVsbG8=\"}".formatted(keyInfo));
        }

        HttpResponse<String> verify(String keyInfo, String signature) {
            return post(
                    "/signatures/raw/verify",
                    "{\"keyInfo\":%s,\"input\":\"aGVsbG8=\",\"signature\":\"%s\"}".formatted(keyInfo, signature));
        }

        HttpResponse<String> send(String method, String path, String body, String... headers) {
            List<String> all = new ArrayList<>(List.of(headers));
            all.addAll(List.of("Authorization", "Bearer " + token()));
            if (body != null) {
                all.addAll(List.of("Content-Type", "application/json"));
            }
            return server.send(method, BASE_PATH + path, body, all.toArray(String[]::new));
        }
    }

    static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }
}
