package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with tokens, from an issuer behind TLS of a private authority; answers are as published. */
class TokenStartTest {
    private static final String ISS = "https://issuer.test";
    private static final char[] PASSWORD = "not-a-secret".toCharArray();

    @TempDir
    Path directory;

    private ECKey key;
    private HttpsServer issuer;

    @BeforeEach
    void makeKey() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("key").generate();
    }

    @AfterEach
    void stopIssuer() {
        issuer.stop(0);
    }

    /** @return the authority that vouches for it, in PEM */
    private Path startIssuer(String host) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve("issuer.p12");
        keytool("-dname", "CN=issuer", "-ext", "san=dns:" + host, "-keystore", file.toString());
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        issuer = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.setHttpsConfigurator(new HttpsConfigurator(tls));
        byte[] document = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        issuer.start();
        String pem = Base64.getMimeEncoder()
                .encodeToString(store.getCertificate("issuer").getEncoded());
        return Files.writeString(
                directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "issuer",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private KmsApplication startKms(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("server.rest.port", "0");
        settings.put("kms.data-dir", directory.resolve("data").toString());
        settings.put("server.rest.auth.enabled", "true");
        settings.put("server.rest.auth.issuer", ISS);
        settings.put(
                "server.rest.auth.jwks-uri",
                "https://localhost:" + issuer.getAddress().getPort() + "/jwks");
        return KmsApplication.start(settings);
    }

    private String bearer(String... roles) throws JOSEException {
        long now = Clock.systemUTC().instant().getEpochSecond();
        String claims = Json.object(
                        "iss",
                        ISS,
                        "aud",
                        "enterprise-tenant-kms",
                        "sub",
                        "somebody",
                        "tenant_id",
                        "acme",
                        "exp",
                        now + 300)
                .set("roles", Json.parse("[\"" + String.join("\",\"", roles) + "\"]"))
                .toString();
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("key").build(), new Payload(claims));
        token.sign(new ECDSASigner(key));
        return "Bearer " + token.serialize();
    }

    private static Answer call(KmsClient client, String method, String path, String authorization) {
        return client.send(method, path, BodyPublishers.noBody(), "Authorization", authorization);
    }

    @Test
    void issuer_ofAPrivateAuthority_isTrustedWhereThatIsConfigured() throws Exception {
        Path authority = startIssuer("localhost");
        try (KmsApplication kms = startKms(Map.of("server.rest.auth.jwks.ca-certificate", authority.toString()))) {
            KmsClient client = new KmsClient(kms.port());
            call(client, "GET", "/keys", bearer("service")).expect(200);
            call(client, "DELETE", "/keys/a", bearer("service"))
                    .expectError(403, "The roles of the token do not allow this");
            call(client, "DELETE", "/keys/a", bearer("tenant-admin")).expect(404);
            assertThat(client.get("/keys").expect(401).header("WWW-Authenticate"))
                    .contains("Bearer");
            call(client, "GET", "/providers", "Bearer x").expectError(401, "The token is not one signed JWT");
            client.getAtRoot("/ready").expect(200);
        }
    }

    @Test
    void issuer_ofAnAuthorityNobodyKnows_isNotTrusted() throws Exception {
        startIssuer("localhost");
        try (KmsApplication kms = startKms(Map.of())) {
            Answer answer = call(new KmsClient(kms.port()), "GET", "/keys", bearer("service"));
            answer.expectError(503, "The keys of the token's issuer cannot be reached now");
            assertThat(answer.header("Retry-After")).isPresent();
        }
    }

    @Test
    void issuer_withTheCertificateOfAnother_isNotTrusted() throws Exception {
        Path authority = startIssuer("elsewhere.test");
        try (KmsApplication kms = startKms(Map.of("server.rest.auth.jwks.ca-certificate", authority.toString()))) {
            call(new KmsClient(kms.port()), "GET", "/keys", bearer("service")).expect(503);
        }
    }
}
