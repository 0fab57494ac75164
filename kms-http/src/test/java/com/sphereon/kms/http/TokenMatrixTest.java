package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static com.sphereon.kms.http.token.TestTokens.sign;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.sphereon.kms.http.token.FakeIssuer;
import com.sphereon.kms.http.token.MovableClock;
import com.sphereon.kms.http.token.Refusal;
import com.sphereon.kms.http.token.TestTokens;
import com.sphereon.kms.http.token.TestTokens.EdwardsKey;
import com.sphereon.kms.http.token.TokenSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every token we could think of that must not pass, and what it is told; beside each family the one that passes. */
class TokenMatrixTest {
    private static final RSAKey RSA = TestTokens.rsa("rsa", 2048);
    private static final RSAKey OTHER_RSA = TestTokens.rsa("other-rsa", 2048);
    private static final RSAKey SMALL_RSA = TestTokens.rsa("small-rsa", 1024);
    private static final ECKey EC = TestTokens.ec("ec", Curve.P_256);
    private static final ECKey EC_384 = TestTokens.ec("ec-384", Curve.P_384);
    private static final ECKey EC_521 = TestTokens.ec("ec-521", Curve.P_521);
    private static final RSAKey RS384_ONLY = new RSAKey.Builder(TestTokens.rsa("rs384-only", 2048))
            .algorithm(JWSAlgorithm.RS384)
            .build();
    private static final EdwardsKey ED25519 = EdwardsKey.generate("ed25519", Curve.Ed25519);
    private static final EdwardsKey ED448 = EdwardsKey.generate("ed448", Curve.Ed448);
    private static final MovableClock CLOCK = new MovableClock();
    private static final long NOW = MovableClock.START.getEpochSecond();

    private static final FakeIssuer issuer = new FakeIssuer(
            "https://issuer.test", RSA, SMALL_RSA, EC, EC_384, EC_521, RS384_ONLY, ED25519.jwk(), ED448.jwk());
    private static final FakeIssuer other = new FakeIssuer("https://other.test", OTHER_RSA);
    private static final CountingPersistence database = new CountingPersistence();
    private static HttpFixture kms;

    /** @param token after {@code Bearer} and a space */
    record Case(String name, String token, Refusal refusal) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        kms = new HttpFixture(
                "/api/kms/v1", database, TokenSettings.of(List.of(issuer.settings(), other.settings())), CLOCK);
    }

    @AfterAll
    static void stop() {
        kms.close();
        issuer.close();
        other.close();
    }

    @AfterEach
    void server_afterEachToken_servesOthers() {
        assertThat(list(sign(RSA, JWSAlgorithm.RS256, issuer.claims())).statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> list(String token) {
        return kms.as(token, "GET", "/keys", null);
    }

    static Stream<Case> accepted() throws JOSEException {
        return Stream.of(
                good("RS256", sign(RSA, JWSAlgorithm.RS256, issuer.claims())),
                good("RS384", sign(RSA, JWSAlgorithm.RS384, issuer.claims())),
                good("RS512", sign(RSA, JWSAlgorithm.RS512, issuer.claims())),
                good("PS256", sign(RSA, JWSAlgorithm.PS256, issuer.claims())),
                good("PS384", sign(RSA, JWSAlgorithm.PS384, issuer.claims())),
                good("PS512", sign(RSA, JWSAlgorithm.PS512, issuer.claims())),
                good("ES256", sign(EC, JWSAlgorithm.ES256, issuer.claims())),
                good("ES384", sign(EC_384, JWSAlgorithm.ES384, issuer.claims())),
                good("ES512", sign(EC_521, JWSAlgorithm.ES512, issuer.claims())),
                good("Ed25519", ED25519.sign(issuer.claims())),
                good("Ed448", ED448.sign(issuer.claims())),
                good("JWK with its own alg", sign(RS384_ONLY, JWSAlgorithm.RS384, issuer.claims())),
                good("another issuer", sign(OTHER_RSA, JWSAlgorithm.RS256, other.claims())),
                good("no kid, one key fits", sign(EC, header(JWSAlgorithm.ES256), payload())),
                good("aud array", with("aud", List.of("a", "enterprise-tenant-kms"))),
                good("exp within the skew", with("exp", NOW - 29)),
                good("nbf within the skew", with("nbf", NOW + 30)),
                good("iat within the skew", with("iat", NOW + 30)),
                good("exp as float", with("exp", NOW + 0.5)),
                good("no iat", with("iat", null)),
                good("embedded jwk beside a kid of ours", withHeader(b -> b.jwk(OTHER_RSA.toPublicJWK()))),
                good("jku beside a kid of ours", withHeader(b -> b.jwkURL(URI.create("http://localhost:1/")))),
                good("typ", withHeader(b -> b.type(new JOSEObjectType("at+jwt")))),
                good("client_id for sub", sign(RSA, JWSAlgorithm.RS256, replaced("sub", "client_id", "a-client"))));
    }

    static Stream<Case> refused() throws JOSEException {
        List<Case> cases = new ArrayList<>();
        cases.addAll(badTimes());
        cases.addAll(badAddressees());
        cases.addAll(badKeys());
        cases.addAll(badSignatures());
        cases.addAll(badForms());
        cases.addAll(badClaims());
        return cases.stream();
    }

    private static List<Case> badTimes() {
        return List.of(
                bad("expired", Refusal.EXPIRED, with("exp", NOW - 31)),
                bad("no exp", Refusal.EXPIRED, with("exp", null)),
                bad("exp as string", Refusal.MALFORMED, with("exp", Long.toString(NOW + 600))),
                bad("exp as a date", Refusal.MALFORMED, with("exp", "2030-01-01T00:00:00Z")),
                bad("exp huge", Refusal.MALFORMED, with("exp", Long.MAX_VALUE)),
                bad("exp overflowing milliseconds", Refusal.MALFORMED, with("exp", Long.MAX_VALUE / 1000 + NOW)),
                bad("exp 1e300", Refusal.MALFORMED, with("exp", 1e300)),
                bad("exp negative", Refusal.MALFORMED, with("exp", -1)),
                bad("exp of a thousand digits", Refusal.MALFORMED, raw("\"exp\":1" + "0".repeat(1000))),
                bad("exp as array", Refusal.MALFORMED, with("exp", List.of(NOW + 600))),
                bad("exp null", Refusal.MALFORMED, raw("\"exp\":null")),
                bad("nbf to come", Refusal.NOT_YET_VALID, with("nbf", NOW + 32)),
                bad("nbf as string", Refusal.MALFORMED, with("nbf", "0")),
                bad("iat to come", Refusal.NOT_YET_VALID, with("iat", NOW + 32)),
                bad("iat as string", Refusal.MALFORMED, with("iat", "yesterday")));
    }

    private static List<Case> badAddressees() {
        return List.of(
                bad("wrong aud", Refusal.AUDIENCE, with("aud", "enterprise-issuer")),
                bad("no aud", Refusal.AUDIENCE, with("aud", null)),
                bad("aud in another case", Refusal.AUDIENCE, with("aud", "Enterprise-Tenant-KMS")),
                bad("aud array without ours", Refusal.AUDIENCE, with("aud", List.of("a", "b"))),
                bad("aud array empty", Refusal.AUDIENCE, with("aud", List.of())),
                bad("aud that contains ours", Refusal.AUDIENCE, with("aud", "enterprise-tenant-kms enterprise-did")),
                bad("aud an object", Refusal.MALFORMED, with("aud", Map.of("enterprise-tenant-kms", 1))),
                bad("wrong iss", Refusal.ISSUER, with("iss", "https://issuer.test/")),
                bad("iss of another case", Refusal.ISSUER, with("iss", "https://ISSUER.test")),
                bad("no iss", Refusal.ISSUER, with("iss", null)),
                bad("iss a list", Refusal.MALFORMED, with("iss", List.of("https://issuer.test"))));
    }

    private static List<Case> badKeys() throws JOSEException {
        JWSHeader rsaKid = header(JWSAlgorithm.ES256, "rsa");
        return List.of(
                bad("unknown kid", Refusal.KEY, sign(RSA, header(JWSAlgorithm.RS256, "unknown"), payload())),
                bad("kid in another case", Refusal.KEY, sign(RSA, header(JWSAlgorithm.RS256, "RSA"), payload())),
                bad("kid empty", Refusal.KEY, sign(RSA, header(JWSAlgorithm.RS256, ""), payload())),
                bad("kid a path", Refusal.KEY, sign(RSA, header(JWSAlgorithm.RS256, "../../../dev/null"), payload())),
                bad(
                        "kid a number",
                        Refusal.MALFORMED,
                        TestTokens.signRaw(RSA, "{\"alg\":\"RS256\",\"kid\":1}", payload())),
                bad("no kid, several keys fit", Refusal.KEY, sign(RSA, header(JWSAlgorithm.RS384), payload())),
                bad("ES256 under an RSA kid", Refusal.KEY, sign(EC, rsaKid, payload())),
                bad("RS256 under an EC kid", Refusal.KEY, sign(RSA, header(JWSAlgorithm.RS256, "ec"), payload())),
                bad("ES384 under a P-256 kid", Refusal.KEY, sign(EC_384, header(JWSAlgorithm.ES384, "ec"), payload())),
                bad("another alg than the JWK's", Refusal.KEY, sign(RS384_ONLY, JWSAlgorithm.RS256, issuer.claims())),
                bad(
                        "RSA key of 1024 bits",
                        Refusal.KEY,
                        TestTokens.signRaw(SMALL_RSA, "{\"alg\":\"RS256\",\"kid\":\"small-rsa\"}", payload())),
                bad(
                        "embedded jwk, no kid of ours",
                        Refusal.KEY,
                        sign(
                                OTHER_RSA,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("other-rsa")
                                        .jwk(OTHER_RSA.toPublicJWK())
                                        .build(),
                                payload())),
                bad(
                        "embedded jwk under our kid",
                        Refusal.SIGNATURE,
                        sign(
                                OTHER_RSA,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("rsa")
                                        .jwk(OTHER_RSA.toPublicJWK())
                                        .build(),
                                payload())),
                bad(
                        "kid of another issuer",
                        Refusal.KEY,
                        sign(OTHER_RSA, header(JWSAlgorithm.RS256, "other-rsa"), payload())),
                bad(
                        "key of another issuer",
                        Refusal.SIGNATURE,
                        sign(OTHER_RSA, header(JWSAlgorithm.RS256, "rsa"), payload())));
    }

    private static List<Case> badSignatures() throws JOSEException {
        String rs256 = sign(RSA, JWSAlgorithm.RS256, issuer.claims());
        String es256 = sign(EC, JWSAlgorithm.ES256, issuer.claims());
        byte[] flipped = TestTokens.signature(rs256);
        flipped[17] ^= 1;
        String forged = otherPayload(rs256);
        PublicKey key = RSA.toPublicKey();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        return List.of(
                bad("payload changed", Refusal.SIGNATURE, forged),
                bad("signature changed", Refusal.SIGNATURE, TestTokens.withSignature(rs256, flipped)),
                bad("signature empty", Refusal.MALFORMED, TestTokens.withSignature(rs256, new byte[0])),
                bad("signature of zeros", Refusal.SIGNATURE, TestTokens.withSignature(rs256, new byte[256])),
                bad("signature cut", Refusal.SIGNATURE, rs256.substring(0, rs256.length() - 4)),
                bad("r and s zero (CVE-2022-21449)", Refusal.SIGNATURE, TestTokens.withSignature(es256, new byte[64])),
                bad(
                        "ES256 in DER",
                        Refusal.SIGNATURE,
                        TestTokens.withSignature(es256, ECDSA.transcodeSignatureToDER(TestTokens.signature(es256)))),
                bad("DER of zeros", Refusal.SIGNATURE, TestTokens.withSignature(es256, new byte[] {
                    0x30, 6, 2, 1, 0, 2, 1, 0
                })),
                bad(
                        "HS256 with the PEM of the RSA key",
                        Refusal.ALGORITHM,
                        TestTokens.mac(pem, "rsa", issuer.claims())),
                bad(
                        "HS256 with the DER of the RSA key",
                        Refusal.ALGORITHM,
                        TestTokens.mac(key.getEncoded(), "rsa", issuer.claims())),
                bad(
                        "HS256 with the kid of an EC key",
                        Refusal.ALGORITHM,
                        TestTokens.mac(EC.toPublicKey().getEncoded(), "ec", issuer.claims())),
                bad("none", Refusal.ALGORITHM, unsigned("none")),
                bad("None", Refusal.ALGORITHM, unsigned("None")),
                bad("NONE", Refusal.ALGORITHM, unsigned("NONE")),
                bad("none with a signature", Refusal.ALGORITHM, unsigned("none") + "AAAA"),
                bad("alg empty", Refusal.ALGORITHM, unsigned("")),
                bad("alg in lower case", Refusal.ALGORITHM, unsigned("rs256") + "AAAA"),
                bad("secp256k1", Refusal.ALGORITHM, unsigned("ES256K") + "AAAA"),
                bad("no alg", Refusal.ALGORITHM, TestTokens.signRaw(RSA, "{\"kid\":\"rsa\"}", payload())),
                bad(
                        "alg a list",
                        Refusal.MALFORMED,
                        TestTokens.signRaw(RSA, "{\"alg\":[\"RS256\"],\"kid\":\"rsa\"}", payload())));
    }

    private static List<Case> badForms() throws JOSEException {
        String good = sign(RSA, JWSAlgorithm.RS256, issuer.claims());
        JWEObject encrypted = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                        .keyID("rsa")
                        .build(),
                new Payload(payload()));
        encrypted.encrypt(new RSAEncrypter(RSA));
        String nested = "[".repeat(2000) + "]".repeat(2000);
        return List.of(
                bad("garbage", Refusal.MALFORMED, "garbage"),
                bad("dots", Refusal.MALFORMED, ".."),
                bad("two parts", Refusal.MALFORMED, good.substring(0, good.lastIndexOf('.'))),
                bad("four parts", Refusal.MALFORMED, good + ".AAAA"),
                bad("trailing garbage", Refusal.MALFORMED, good + " x"),
                bad("two tokens", Refusal.MALFORMED, good + "," + good),
                bad("two tokens and a space", Refusal.MALFORMED, good + ", Bearer " + good),
                bad("padding", Refusal.MALFORMED, good + "="),
                bad("in quotes", Refusal.MALFORMED, "\"" + good + "\""),
                bad("no token after the scheme", Refusal.MALFORMED, ""),
                bad("JWE", Refusal.MALFORMED, encrypted.serialize()),
                bad("crit", Refusal.MALFORMED, withHeader(b -> b.criticalParams(Set.of("exp")))),
                bad("crit empty", Refusal.MALFORMED, rawHeader("\"crit\":[]")),
                bad("crit unknown", Refusal.MALFORMED, rawHeader("\"crit\":[\"x\"],\"x\":1")),
                bad("b64 false", Refusal.MALFORMED, rawHeader("\"b64\":false,\"crit\":[\"b64\"]")),
                bad("b64 false without crit", Refusal.MALFORMED, rawHeader("\"b64\":false")),
                bad("zip", Refusal.MALFORMED, rawHeader("\"zip\":\"DEF\"")),
                bad("enc", Refusal.MALFORMED, rawHeader("\"enc\":\"A256GCM\"")),
                bad("alg twice", Refusal.MALFORMED, rawHeader("\"alg\":\"none\"")),
                bad(
                        "iss twice",
                        Refusal.MALFORMED,
                        raw("\"iss\":\"https://issuer.test\",\"iss\":\"https://other.test\"")),
                bad("tenant twice", Refusal.MALFORMED, raw("\"tenant_id\":\"acme\"")),
                bad("nested arrays", Refusal.MALFORMED, raw("\"x\":" + nested)),
                bad("payload no object", Refusal.MALFORMED, sign(RSA, header(JWSAlgorithm.RS256, "rsa"), "[]")),
                bad("payload null", Refusal.MALFORMED, sign(RSA, header(JWSAlgorithm.RS256, "rsa"), "null")),
                bad("payload no JSON", Refusal.MALFORMED, sign(RSA, header(JWSAlgorithm.RS256, "rsa"), "hello")),
                bad(
                        "payload and more",
                        Refusal.MALFORMED,
                        sign(RSA, header(JWSAlgorithm.RS256, "rsa"), payload() + "{}")),
                bad("payload not UTF-8", Refusal.MALFORMED, good.replaceFirst("\\.[^.]+\\.", ".eyL_Ijox0g.")),
                bad("20 KB", Refusal.MALFORMED, with("x", "y".repeat(20_000))));
    }

    private static List<Case> badClaims() {
        return List.of(
                bad("no roles", Refusal.ROLE, with("roles", null)),
                bad("roles empty", Refusal.ROLE, with("roles", List.of())),
                bad("roles unknown", Refusal.ROLE, with("roles", List.of("SERVICE", "admin", "tenant-admin2"))),
                bad("roles an object", Refusal.ROLE, with("roles", Map.of("service", true))),
                bad("roles of numbers", Refusal.ROLE, with("roles", List.of(1, 2))),
                bad("no tenant", Refusal.TENANT, with("tenant_id", null)),
                bad("tenant in upper case", Refusal.TENANT, with("tenant_id", "Acme")),
                bad("tenant with a space", Refusal.TENANT, with("tenant_id", "acme ")),
                bad("tenant full width", Refusal.TENANT, with("tenant_id", "\uff41cme")),
                bad("tenant a path", Refusal.TENANT, with("tenant_id", "../acme")),
                bad("tenant SQL", Refusal.TENANT, with("tenant_id", "a\";drop schema b")),
                bad("tenant empty", Refusal.TENANT, with("tenant_id", "")),
                bad("tenant a number", Refusal.TENANT, with("tenant_id", 1)),
                bad("tenant a list", Refusal.TENANT, with("tenant_id", List.of("acme"))),
                bad("tenant null", Refusal.TENANT, rawWithout("tenant_id", "\"tenant_id\":null")),
                bad("tenant twice, one with a space", Refusal.MALFORMED, raw("\"tenant_id \":\"rival\"")),
                bad("roles with a space", Refusal.MALFORMED, raw("\" roles\":[\"tenant-admin\"]")),
                bad("exp with a space", Refusal.MALFORMED, raw("\" exp\":99999999999")),
                bad("service null", Refusal.SERVICE, raw("\"kms_service\":null")),
                bad("service twice, one with a space", Refusal.MALFORMED, raw("\"kms_service \":\"wallet\"")),
                bad("subject empty beside a client", Refusal.SUBJECT, rawWithout("sub", "\"sub\":\"\",\"azp\":\"x\"")),
                bad("subject null beside a client", Refusal.SUBJECT, rawWithout("sub", "\"sub\":null,\"azp\":\"x\"")),
                bad("service not valid", Refusal.SERVICE, with("kms_service", "Issuer")),
                bad("service a list", Refusal.SERVICE, with("kms_service", List.of("issuer"))),
                bad("no subject", Refusal.SUBJECT, with("sub", null)),
                bad("subject empty", Refusal.SUBJECT, with("sub", "")),
                bad("subject with a line break", Refusal.SUBJECT, with("sub", "a\nb")),
                bad("subject of 256 characters", Refusal.SUBJECT, with("sub", "s".repeat(256))),
                bad("subject a number", Refusal.MALFORMED, with("sub", 7)));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void token_good_isServed(Case one) {
        HttpResponse<String> answer = list(one.token());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(database.lastTenant()).isEqualTo("acme");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void token_bad_isRefusedWithoutALookUp(Case one) {
        int before = database.calls();
        HttpResponse<String> answer = list(one.token());
        assertRefused(answer, one.refusal());
        assertThat(database.calls()).as("look-ups").isEqualTo(before);
        assertThat(kms.as(one.token(), "POST", "/keys", "no json").statusCode()).isEqualTo(answer.statusCode());
        assertThat(kms.as(one.token(), "GET", "/no/such/route", null).statusCode())
                .isEqualTo(answer.statusCode());
    }

    static void assertRefused(HttpResponse<String> answer, Refusal refusal) {
        int status = switch (refusal.kind()) {
            case NO_CREDENTIALS, INVALID_TOKEN -> 401;
            case FORBIDDEN, INSUFFICIENT_SCOPE -> 403;
            case UNAVAILABLE -> 503;
        };
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("message").asText()).isEqualTo(refusal.sentence());
        assertThat(json(answer).get("code").asText())
                .isEqualTo(Map.of(401, "UNAUTHORIZED", 403, "FORBIDDEN", 503, "SERVICE_UNAVAILABLE")
                        .get(status));
        assertThat(json(answer).at("/error/message").asText()).isEqualTo(refusal.sentence());
        String description = "\", error_description=\"" + refusal.sentence() + "\"";
        List<String> challenge = switch (refusal.kind()) {
            case NO_CREDENTIALS -> List.of("Bearer");
            case INVALID_TOKEN -> List.of("Bearer error=\"invalid_token" + description);
            case INSUFFICIENT_SCOPE -> List.of("Bearer error=\"insufficient_scope" + description);
            case FORBIDDEN, UNAVAILABLE -> List.of();
        };
        assertThat(answer.headers().allValues("WWW-Authenticate")).isEqualTo(challenge);
        assertThat(answer.headers().allValues("X-Correlation-ID")).hasSize(1);
    }

    @Test
    void token_of100KB_isTooMuchForAnyHeader() {
        String token = with("x", "y".repeat(75_000));
        assertThat(token).hasSizeGreaterThan(100_000);
        assertThat(list(token).statusCode()).isEqualTo(431);
    }

    @Test
    void header_inAllItsForms_isReadStrictly() {
        String token = sign(RSA, JWSAlgorithm.RS256, issuer.claims());
        for (String good : List.of("Bearer " + token, "bearer " + token, "BEARER " + token, "Bearer   " + token)) {
            assertThat(keys("Authorization", good).statusCode()).as(good).isEqualTo(200);
        }
        assertRefused(kms.get("/keys"), Refusal.MISSING);
        for (String absent : List.of("", token, "Basic " + token, "Bearer" + token, "DPoP " + token)) {
            assertRefused(keys("Authorization", absent), Refusal.MISSING);
        }
        for (String bad : List.of("Bearer", "Bearer ", "Bearer \t" + token, "Bearer " + token + " " + token)) {
            assertRefused(keys("Authorization", bad), Refusal.MALFORMED);
        }
        assertRefused(keys("Authorization", "Bearer " + token, "Authorization", "Bearer " + token), Refusal.MALFORMED);
        assertRefused(keys("Authorization", "Bearer " + token, "Authorization", "Basic eA=="), Refusal.MALFORMED);
        assertRefused(keys("X-Authorization", "Bearer " + token), Refusal.MISSING);
        assertRefused(kms.get("/keys?access_token=" + token), Refusal.MISSING);
    }

    private static HttpResponse<String> keys(String... headers) {
        return kms.send("GET", "/api/kms/v1/keys", null, headers);
    }

    @Test
    void tenant_inHeaders_isIgnored() {
        String token = sign(RSA, JWSAlgorithm.RS256, issuer.claims());
        HttpResponse<String> answer = keys(
                "Authorization", "Bearer " + token, "X-Tenant-ID", "other", "X-User-ID", "root", "X-Service-Id", "x");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(database.lastTenant()).isEqualTo("acme");
    }

    @Test
    void key_ofAnotherTenant_isNotThere() {
        String acme = sign(RSA, JWSAlgorithm.RS256, issuer.claims());
        String rival = with("tenant_id", "rival");
        assertThat(kms.as(acme, "POST", "/keys", "{\"alias\":\"of-acme\"}").statusCode())
                .isEqualTo(201);
        assertThat(kms.as(acme, "GET", "/keys/of-acme", null).statusCode()).isEqualTo(200);
        assertThat(kms.as(rival, "GET", "/keys/of-acme", null).statusCode()).isEqualTo(404);
        assertThat(kms.as(rival, "DELETE", "/keys/of-acme", null).statusCode()).isEqualTo(404);
        assertThat(kms.as(acme, "DELETE", "/keys/of-acme", null).statusCode()).isEqualTo(204);
    }

    private static Case good(String name, String token) {
        return new Case(name, token, Refusal.MISSING);
    }

    private static Case bad(String name, Refusal refusal, String token) {
        return new Case(name, token, refusal);
    }

    private static String with(String claim, Object value) {
        return sign(RSA, JWSAlgorithm.RS256, issuer.claims(claim, value));
    }

    private static Map<String, Object> replaced(String claim, String by, Object value) {
        Map<String, Object> claims = issuer.claims(claim, null);
        claims.put(by, value);
        return claims;
    }

    private static String payload() {
        return jsonOf(issuer.claims());
    }

    private static String jsonOf(Map<String, Object> claims) {
        return HttpFixture.JSON.valueToTree(claims).toString();
    }

    /** With these members after the good ones, as they stand. */
    private static String raw(String members) {
        return rawWithout(members.startsWith("\"exp\"") ? "exp" : "none", members);
    }

    private static String rawWithout(String claim, String members) {
        String claims = jsonOf(issuer.claims(claim, null));
        return sign(RSA, header(JWSAlgorithm.RS256, "rsa"), claims.replaceFirst("}$", "," + members + "}"));
    }

    private static String rawHeader(String members) {
        return TestTokens.signRaw(RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa\"," + members + "}", payload());
    }

    private static String withHeader(UnaryOperator<JWSHeader.Builder> change) {
        return sign(
                RSA,
                change.apply(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"))
                        .build(),
                payload());
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm).keyID(kid).build();
    }

    private static JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).build();
    }

    private static String unsigned(String algorithm) {
        return TestTokens.input(Map.of("alg", algorithm, "kid", "rsa"), issuer.claims()) + ".";
    }

    private static String otherPayload(String token) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "." + Base64URL.encode(jsonOf(issuer.claims("tenant_id", "rival"))) + "." + parts[2];
    }
}
