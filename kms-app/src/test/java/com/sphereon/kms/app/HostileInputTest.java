package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong: each is refused in the error shape, changes nothing, and leaves the server able to sign. */
class HostileInputTest {
    private static final String VICTIM = "victim";
    private static final String SIGN = "/signatures/raw/create";
    private static final String VERIFY = "/signatures/raw/verify";
    private static final String RESOLVE = "/resolvers/jose_cose_resolver/resolve";
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private static RunningKms kms;
    private static KmsClient client;

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
        client.generate(VICTIM, "ECDSA_SHA256");
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    @AfterEach
    void nothingChanged_andTheServerStillSigns() {
        assertThat(client.aliases()).containsExactly(VICTIM);
        byte[] message = IndependentVerifier.signingInput("ES256", "still here");
        byte[] signature = client.sign(Json.object("alias", VICTIM), message);
        assertThat(IndependentVerifier.verifies(client.keyInfo(VICTIM).get("key"), message, signature))
                .isTrue();
    }

    static Stream<String> routesWithBody() {
        return Stream.of(
                "/keys",
                "/keys/generate",
                "/keys/import",
                "/keys/register",
                "/providers/" + RunningKms.PROVIDER + "/keys",
                SIGN,
                VERIFY,
                RESOLVE);
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void body_thatIsNoJsonObject_isRefused(String route) {
        List<String> bodies = List.of(
                "",
                " ",
                "{",
                "}",
                "{\"alias\"",
                "{\"alias\":\"a\"",
                "{\"alias\":\"a\",}",
                "{'alias':'a'}",
                "{alias:\"a\"}",
                "{\"alias\":NaN}",
                "{\"alias\":\"a\u0001\"}",
                "{\"alias\":\"\\u12\"}",
                "{\"alias\":\"a\"}{\"alias\":\"b\"}",
                "{\"alias\":\"a\"} x",
                "/* */{}",
                "null",
                "[]",
                "[{}]",
                "\"{}\"",
                "1",
                "true",
                "<xml/>");
        for (String body : bodies) {
            client.post(route, body).expectError(400, "body");
        }
    }

    /** RFC 8259 section 4 leaves open which of two counts; whoever checks a request must not read another one than we. */
    @ParameterizedTest
    @MethodSource("routesWithBody")
    void body_withAMemberTwice_isRefused(String route) {
        for (String body : List.of(
                "{\"alias\":\"a\",\"alias\":\"b\"}",
                "{\"keyInfo\":{\"kid\":\"a\",\"kid\":\"b\"}}",
                "{\"keyInfo\":{\"key\":{\"kty\":\"EC\",\"kty\":\"RSA\"}}}",
                "{\"other\":1,\"other\":2}")) {
            Answer refused = client.post(route, body).expect(400);

            assertThat(refused.textAt("/message")).doesNotContain("type");
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void body_notUtf8OrTooDeep_isRefused(String route) {
        byte[] notUtf8 = "{\"alias\":\"a?\"}".getBytes(StandardCharsets.US_ASCII);
        notUtf8[11] = (byte) 0xff;
        List<byte[]> bodies = List.of(
                notUtf8,
                Json.utf8("{\"other\":" + "[".repeat(100) + "]".repeat(100) + "}"),
                Json.utf8("{\"other\":" + "{\"a\":".repeat(50_000)),
                Json.utf8("[".repeat(500_000)),
                Json.utf8("{\"other\":" + "9".repeat(500_000) + "}"));
        for (byte[] body : bodies) {
            client.send("POST", route, BodyPublishers.ofByteArray(body), "Content-Type", "application/json")
                    .expect(400);
        }
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                arguments("/keys", "{\"alias\":5}", "alias"),
                arguments("/keys", "{\"alias\":1.5}", "alias"),
                arguments("/keys", "{\"alias\":true}", "alias"),
                arguments("/keys", "{\"alias\":[\"a\"]}", "alias"),
                arguments("/keys", "{\"alias\":{}}", "alias"),
                arguments("/keys", "{\"alias\":\"a\",\"use\":1}", "use"),
                arguments("/keys", "{\"alias\":\"a\",\"providerId\":[]}", "providerId"),
                arguments("/keys", "{\"alias\":\"a\",\"keyOperations\":\"sign\"}", "keyOperations"),
                arguments("/keys", "{\"alias\":\"a\",\"keyOperations\":[null]}", "keyOperations"),
                arguments("/keys", "{\"alias\":\"a\",\"keyOperations\":[\"sign\",1]}", "keyOperations[1]"),
                arguments("/keys", "{\"alias\":\"a\",\"keyOperations\":{\"sign\":true}}", "keyOperations"),
                arguments("/keys", "{\"keyInfo\":null}", "keyInfo"),
                arguments("/keys", "{\"keyInfo\":\"a\"}", "keyInfo"),
                arguments("/keys", "{\"keyInfo\":[]}", "keyInfo"),
                arguments("/keys/import", "{}", "keyInfo"),
                arguments("/keys/import", "{\"keyInfo\":{}}", "keyInfo.key"),
                arguments("/keys/import", "{\"keyInfo\":{\"key\":\"a\"}}", "keyInfo.key"),
                arguments("/keys/import", "{\"keyInfo\":{\"key\":{\"kty\":2}}}", "keyInfo.key.kty"),
                arguments("/keys/import", "{\"keyInfo\":{\"key\":{\"d\":[1]}}}", "keyInfo.key.d"),
                arguments("/keys/register", "{\"providerId\":{}}", "providerId"),
                arguments(SIGN, "{}", "keyInfo"),
                arguments(SIGN, "{\"keyInfo\":7,\"input\":\"AAAA\"}", "keyInfo"),
                arguments(SIGN, "{\"keyInfo\":{\"alias\":\"victim\"}}", "input"),
                arguments(SIGN, "{\"keyInfo\":{\"alias\":\"victim\"},\"input\":null}", "input"),
                arguments(SIGN, "{\"keyInfo\":{\"alias\":\"victim\"},\"input\":17}", "input"),
                arguments(SIGN, "{\"keyInfo\":{\"alias\":\"victim\"},\"input\":[\"AAAA\"]}", "input"),
                arguments(SIGN, "{\"keyInfo\":{\"alias\":\"victim\",\"opts\":[]},\"input\":\"AAAA\"}", "keyInfo.opts"),
                arguments(
                        SIGN,
                        "{\"keyInfo\":{\"alias\":\"victim\",\"opts\":{\"inputType\":1}},\"input\":\"AAAA\"}",
                        "keyInfo.opts"),
                arguments(
                        SIGN,
                        "{\"keyInfo\":{\"alias\":\"victim\",\"opts\":{\"inputType\":null}},\"input\":\"AAAA\"}",
                        "keyInfo.opts"),
                arguments(SIGN, "{\"keyInfo\":{\"alias\":\"victim\",\"x5c\":\"a\"},\"input\":\"AAAA\"}", "keyInfo.x5c"),
                arguments(
                        SIGN, "{\"keyInfo\":{\"alias\":\"victim\",\"x5c\":[null]},\"input\":\"AAAA\"}", "keyInfo.x5c"),
                arguments(VERIFY, "{\"keyInfo\":{\"alias\":\"victim\"},\"input\":\"AAAA\"}", "signature"),
                arguments(
                        VERIFY, "{\"keyInfo\":{\"alias\":\"victim\"},\"input\":\"AAAA\",\"signature\":1}", "signature"),
                arguments(RESOLVE, "{}", "keyInfo"),
                arguments(
                        RESOLVE,
                        "{\"keyInfo\":{\"alias\":\"victim\"},\"verifyX509CertificateChain\":\"yes\"}",
                        "verifyX509CertificateChain"),
                arguments(RESOLVE, "{\"keyInfo\":{\"alias\":\"victim\"},\"trustedCerts\":[null]}", "trustedCerts"));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void member_missingOrOfAnotherType_isRefusedByName(String route, String body, String member) {
        client.post(route, body).expectError(400, member);
    }

    static Stream<Arguments> unknownNames() {
        return Stream.of(
                arguments("/keys", "{\"alg\":\"MD5_RSA\"}", "alg 'MD5_RSA'"),
                arguments("/keys", "{\"alg\":\"\"}", "alg"),
                arguments("/keys", "{\"alg\":\"ES256\"}", "alg 'ES256'"),
                arguments("/keys", "{\"alg\":\"ecdsa_sha256\"}", "alg"),
                arguments("/keys", "{\"alg\":\"ED448\"}", "alg 'ED448'"),
                arguments("/keys", "{\"use\":\"SIG\"}", "use 'SIG'"),
                arguments("/keys", "{\"use\":\"both\"}", "use 'both'"),
                arguments("/keys", "{\"keyOperations\":[\"SIGN\"]}", "keyOperations 'SIGN'"),
                arguments("/keys", "{\"keyOperations\":[\"sign\",\"seal\"]}", "keyOperations 'seal'"),
                arguments("/keys", "{\"keyOperations\":[\"sign\",\"encrypt\"]}", "keyOperations"),
                arguments("/keys", "{\"use\":\"enc\",\"alg\":\"ED25519\"}", "use 'enc'"),
                arguments("/keys", "{\"use\":\"sig\",\"keyOperations\":[\"encrypt\"]}", "keyOperations"),
                arguments("/keys", "{\"alg\":\"ED25519\",\"keyOperations\":[\"deriveKey\"]}", "keyOperations"),
                arguments("/keys", "{\"alg\":\"ECKA_DH_SHA256\",\"use\":\"sig\"}", "use"),
                arguments("/keys", "{\"alg\":\"ECKA_DH_SHA256\",\"keyOperations\":[\"sign\"]}", "use"),
                arguments("/keys", "{\"providerId\":\"nobody\"}", "providerId 'nobody'"),
                arguments("/keys", "{\"providerId\":\"\"}", "providerId"),
                arguments("/keys", "{\"providerId\":\"../../etc\"}", "providerId"),
                arguments("/keys", "{\"providerId\":\"Software-Default\"}", "providerId"),
                arguments(
                        "/providers/" + RunningKms.PROVIDER + "/keys", "{\"providerId\":\"other-one\"}", "providerId"),
                arguments(
                        SIGN,
                        "{\"keyInfo\":{\"alias\":\"victim\",\"signatureAlgorithm\":\"none\"},\"input\":\"\"}",
                        "keyInfo.signatureAlgorithm 'none'"),
                arguments(
                        RESOLVE,
                        "{\"keyInfo\":{\"alias\":\"victim\"},\"identifierMethod\":\"DID\"}",
                        "identifierMethod 'DID'"),
                arguments(RESOLVE, "{\"keyInfo\":{\"alias\":\"victim\"},\"identifierMethod\":\"JWK\"}", "keyInfo.key"),
                arguments(
                        RESOLVE,
                        "{\"keyInfo\":{\"alias\":\"victim\"},\"verifyX509CertificateChain\":true}",
                        "keyInfo.x5c"),
                arguments(RESOLVE, "{\"keyInfo\":{\"x5c\":[\"1\",\"2\"]}}", "keyInfo.x5c[0]"));
    }

    @ParameterizedTest
    @MethodSource("unknownNames")
    void value_unknownOrContradictory_isRefusedByName(String route, String body, String member) {
        client.post(route, body).expectError(400, member);
    }

    static Stream<String> badNames() {
        return Stream.of(
                "",
                " ",
                "a b",
                " a",
                "a\u0000b",
                "a\nb",
                "a\r\nX-Injected: 1",
                "a\tb",
                "\u007f",
                "\u043a\u043b\u044e\u0447",
                "cafe\u0301",
                "\ud83d\udd11",
                "a\u202eb",
                "a".repeat(513),
                "a".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void name_notOfTheAllowedForm_isRefusedEverywhere(String name) {
        ObjectNode jwk = ForeignKeys.jwk("P-256");

        client.post("/keys", Json.object("alias", name)).expectError(400, "alias");
        client.post("/keys/import", Json.object("keyInfo", Json.object("alias", name, "key", jwk)))
                .expectError(400, "alias");
        client.post("/keys/import", Json.object("keyInfo", Json.object("kid", name, "key", jwk)))
                .expectError(400, "kid");
        client.post("/keys/import", Json.object("keyInfo", Json.object("key", Json.with(jwk, "kid", name))))
                .expectError(400, "kid");
        client.sign(Json.object("alias", name), "AAAA").expectError(400, "alias");
        client.sign(Json.object("kid", name), "AAAA").expectError(400, "kid");
        client.verify(Json.object("alias", name), "AAAA", "AAAA").expectError(400, "alias");
        // Control characters in a path are refused below the routes: HostileConnectionTest has them.
        if (!name.isEmpty() && name.chars().noneMatch(Character::isISOControl)) {
            client.get("/keys/" + Uris.segment(name)).expectError(400, "alias");
            client.delete("/keys/" + Uris.segment(name)).expectError(400, "alias");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void alias_thatAPathCouldNotHave_isRefused(String alias) {
        client.post("/keys", Json.object("alias", alias)).expectError(400, "alias");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "A", "AAAAA", "AA=A", "AA==AA", "AAA=A", "=", "+_", "/-", "AAA\n", " AAAA", "\u00e9"})
    void base64_malformed_isRefusedByName(String text) {
        ObjectNode keyInfo = Json.object("alias", VICTIM);

        client.sign(keyInfo, text).expectError(400, "input");
        client.verify(keyInfo, text, "AAAA").expectError(400, "input");
        client.verify(keyInfo, "AAAA", text).expectError(400, "signature");
    }

    private static byte[] signRequest(int bytes) {
        byte[] head = Json.utf8("{\"keyInfo\":{\"alias\":\"" + VICTIM + "\"},\"input\":\"AAAA\"");
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) ' ');
        System.arraycopy(head, 0, body, 0, head.length);
        body[bytes - 1] = '}';
        return body;
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_BODY_BYTES + 1, 20 * MAX_BODY_BYTES})
    void body_tooLong_isRefusedWhetherAnnouncedOrNot(int bytes) {
        byte[] body = signRequest(bytes);

        Answer announced =
                client.send("POST", SIGN, BodyPublishers.ofByteArray(body), "Content-Type", "application/json");
        Answer chunked = client.send(
                "POST",
                SIGN,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type",
                "application/json");

        for (Answer answer : List.of(announced, chunked)) {
            assertThat(answer.expectError(413, "1048576").textAt("/code")).isEqualTo("ERROR");
        }
    }

    @Test
    void body_justShortEnough_isRead() {
        byte[] body = signRequest(MAX_BODY_BYTES);

        client.send("POST", SIGN, BodyPublishers.ofByteArray(body), "Content-Type", "application/json")
                .expect(201);
        client.send(
                        "POST",
                        SIGN,
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                        "Content-Type",
                        "application/json")
                .expect(201);
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void contentType_notJson_isRefused(String route) {
        for (String type : List.of(
                "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "json")) {
            client.send("POST", route, BodyPublishers.ofString("{}"), "Content-Type", type)
                    .expectError(415, "application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON"})
    void contentType_json_isRead(String type) {
        client.send("POST", SIGN, BodyPublishers.ofByteArray(signRequest(100)), "Content-Type", type)
                .expect(201);
    }
}
