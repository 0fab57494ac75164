package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsHttpTest {
    private static HttpFixture kms;

    @BeforeAll
    static void start() {
        kms = new HttpFixture("/api/kms/v1");
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    @Test
    void key_createdSignedVerifiedDeleted_answersAsTheContractSays() {
        HttpResponse<String> created = kms.post("/keys", "{\"alias\":\"life\"}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/api/kms/v1/keys/life");
        String keyInfo = json(kms.get("/keys/life")).get("keyInfo").toString();
        HttpResponse<String> signed =
                kms.post("/signatures/raw/create", "{\"keyInfo\":" + keyInfo + ",\"input\":\"aGVsbG8\"}");
        assertThat(signed.statusCode()).isEqualTo(201);
        String signature = json(signed).get("signature").asText();
        assertThat(verify(keyInfo, "aGVsbG8", signature)).isTrue();
        assertThat(verify(keyInfo, "aGVsbGk", signature)).isFalse();
        assertThat(kms.delete("/keys/life").statusCode()).isEqualTo(204);
        assertThat(kms.delete("/keys/life").statusCode()).isEqualTo(404);
    }

    private static boolean verify(String keyInfo, String input, String signature) {
        HttpResponse<String> answer = kms.post(
                "/signatures/raw/verify",
                "{\"keyInfo\":%s,\"input\":\"%s\",\"signature\":\"%s\"}".formatted(keyInfo, input, signature));
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer).get("isValid").asBoolean();
    }

    @Test
    void provider_inThePath_ruleIsTheSame() {
        String path = "/providers/" + HttpFixture.PROVIDER + "/keys";
        HttpResponse<String> created = kms.post(path, "{\"alias\":\"at-provider\"}");
        assertThat(created.headers().firstValue("Location")).contains("/api/kms/v1" + path + "/at-provider");
        assertThat(kms.get(path + "/at-provider").statusCode()).isEqualTo(200);
        assertThat(kms.post(path, "{\"alias\":\"x\",\"providerId\":\"another\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(kms.post("/providers/another/keys", "{\"alias\":\"x\"}").statusCode())
                .isEqualTo(404);
        assertThat(kms.delete(path + "/at-provider").statusCode()).isEqualTo(204);
    }

    @Test
    void import_byBothCalls_answersTheKeyWithoutItsPrivateHalf() {
        String key =
                "{\"keyInfo\":{\"alias\":\"imported\",\"key\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"imported-kid\","
                        + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                        + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\","
                        + "\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"}}}";
        for (String path : new String[] {"/keys", "/keys/import"}) {
            HttpResponse<String> imported = kms.post(path, key);
            assertThat(imported.statusCode()).isEqualTo(201);
            assertThat(imported.body()).doesNotContain("870MB6gf").contains("imported-kid");
            assertThat(kms.delete("/keys/imported-kid").statusCode()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "100%", "a?b#c", "issuer:credential-signing", "%2F", "a+b", "~"})
    void alias_withCharactersOfAUrl_isReachedEncoded(String alias) throws IOException {
        JsonNode body = HttpFixture.JSON.createObjectNode().put("alias", alias);
        HttpResponse<String> created = kms.post("/keys", body.toString());
        String location = created.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> found = kms.send("GET", location, null);
        assertThat(json(found).at("/keyInfo/alias").asText()).isEqualTo(alias);
        assertThat(kms.send("DELETE", location, null).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/kms/v1/nothing, 404, NOT_FOUND",
        "GET, /keys, 404, NOT_FOUND",
        "GET, /api/kms/v1/keys/unknown, 404, NOT_FOUND",
        "GET, /api/kms/v1/keys?providerId=unknown, 404, NOT_FOUND",
        "GET, /api/kms/v1/keys?providerId=X, 404, NOT_FOUND",
        "GET, /api/kms/v1/providers/Foo, 404, NOT_FOUND",
        "DELETE, /api/kms/v1/keys/a?providerId=abc&providerId=abc, 400, BAD_REQUEST",
        "GET, /api/kms/v1/resolvers/unknown, 404, NOT_FOUND",
        "GET, /api/kms/v1/capabilities?includeDisabled=1, 400, BAD_REQUEST",
        "PUT, /api/kms/v1/keys/a, 405, METHOD_NOT_ALLOWED",
        "POST, /health, 405, METHOD_NOT_ALLOWED",
    })
    void refusal_ofAnyKind_hasTheErrorShape(String method, String path, int status, String code) {
        boolean withoutBody = method.equals("GET") || method.equals("DELETE");
        HttpResponse<String> answer = kms.send(method, path, withoutBody ? null : "{}");
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode body = json(answer);
        assertThat(body.get("code").asText()).isEqualTo(code);
        assertThat(body.at("/error/code")).isEqualTo(body.get("code"));
        assertThat(body.at("/error/message")).isEqualTo(body.get("message"));
        assertThat(answer.headers().firstValue("X-Correlation-ID")).isPresent();
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @Test
    void head_ofAnyGet_answersAsTheGetWould() {
        assertThat(kms.send("HEAD", "/api/kms/v1/keys/absent", null).statusCode())
                .isEqualTo(404);
        HttpResponse<String> found = kms.send("HEAD", "/api/kms/v1/keys", null);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEmpty();
    }

    @Test
    void body_inAnotherEncoding_isRefused() {
        assertThat(kms.post("/keys", "\u0000\u0000{\u0000").statusCode()).isEqualTo(400);
        assertThat(kms.send("GET", "/api/kms/v1/keys", null, "Content-Type", "application/json; charset")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void body_tooLongMissingOrOfAnotherType_isRefused() {
        assertThat(kms.post("/keys", "{\"alias\":\"" + "a".repeat(64 * 1024) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(kms.post("/keys", "").statusCode()).isEqualTo(400);
        assertThat(kms.send("POST", "/api/kms/v1/keys", "{}", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(kms.send("POST", "/api/kms/v1/keys", "[", "Content-Type", "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alias\":1}|alias",
                "{\"alias\":true}|alias",
                "{\"alias\":[]}|alias",
                "{\"keyOperations\":\"sign\"}|keyOperations",
                "{\"keyOperations\":[\"sign\",null]}|keyOperations[1]",
                "{\"keyInfo\":{\"key\":{\"kty\":7}}}|keyInfo.key.kty",
                "{\"alias\":\"a\",\"alias\":\"b\"}|not valid JSON at line 1",
                "{} {}|nothing else",
                "{\"a\":|not valid JSON",
                "[]|JSON object",
                "null|JSON object",
                "{\"use\":\"sig\",\"alg\":\"nope\"}|alg 'nope'",
                "{\"keyInfo\":{\"kid\":\"a\",\"kid\":\"b\"}}|not valid JSON at line 1",
            })
    void json_malformedOrOfAnotherType_isRefusedByName(String body, String said) {
        HttpResponse<String> answer = kms.post("/keys", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("message").asText()).contains(said);
    }

    @Test
    void correlationId_given_isEchoedAndAnUnusableOneReplaced() {
        String path = "/api/kms/v1/keys";
        assertThat(kms.send("GET", path, null, "X-Correlation-ID", "trace-1")
                        .headers()
                        .firstValue("X-Correlation-ID"))
                .contains("trace-1");
        assertThat(kms.send("GET", path, null, "X-Correlation-ID", "a b")
                        .headers()
                        .firstValue("X-Correlation-ID"))
                .hasValueSatisfying(id -> assertThat(id).hasSize(36));
        assertThat(kms.send("GET", path, null, "X-Correlation-ID", "x".repeat(129))
                        .headers()
                        .firstValue("X-Correlation-ID"))
                .hasValueSatisfying(id -> assertThat(id).hasSize(36));
    }

    @Test
    void operations_atTheRoot_answerWithoutTheApi() {
        assertThat(kms.send("GET", "/health", null).body()).isEqualTo("OK");
        assertThat(json(kms.send("GET", "/ready", null)).get("status").asText()).isEqualTo("UP");
        assertThat(json(kms.send("GET", "/version", null)).get("version").asText())
                .isEqualTo("1.2.3");
    }

    @Test
    void listings_providersCapabilitiesResolvers_nameWhatThereIs() {
        assertThat(json(kms.get("/providers")).at("/providers/0/type").asText()).isEqualTo("SOFTWARE");
        assertThat(json(kms.get("/providers/" + HttpFixture.PROVIDER))
                        .get("isDefault")
                        .asBoolean())
                .isTrue();
        assertThat(json(kms.get("/capabilities?includeDisabled=true"))
                        .at("/providers/0/providerId")
                        .asText())
                .isEqualTo(HttpFixture.PROVIDER);
        assertThat(json(kms.get("/providers/" + HttpFixture.PROVIDER + "/capabilities"))
                        .at("/capabilities/providerType")
                        .asText())
                .isEqualTo("software");
        assertThat(json(kms.get("/resolvers")).at("/resolvers/0/resolverId").asText())
                .isEqualTo("jose_cose_resolver");
        assertThat(kms.get("/resolvers/jose_cose_resolver").statusCode()).isEqualTo(200);
        assertThat(kms.post("/resolvers/jose_cose_resolver/resolve", "{\"keyInfo\":{\"alias\":\"unknown\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void registration_softwareProvider_isRefusedWithItsOwnCode() {
        HttpResponse<String> answer =
                kms.post("/keys/register", "{\"providerId\":\"" + HttpFixture.PROVIDER + "\",\"alias\":\"a\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").asText()).isEqualTo("KMS_EXTERNAL_KEY_UNSUPPORTED");
        assertThat(json(kms.post("/keys/register", "{\"alias\":\"a\"}"))
                        .get("code")
                        .asText())
                .isEqualTo("KMS_LOGICAL_PROVIDER_ID_REQUIRED");
        assertThat(json(kms.post("/keys/register", "{\"providerId\":\"nope\",\"alias\":\"a\"}"))
                        .get("code")
                        .asText())
                .isEqualTo("KMS_PROVIDER_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET /api/kms/v1/keys HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n",
                "GET /api/kms/v1/keys/%%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "DELETE /api/kms/v1/keys/a?providerId=%%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void request_belowTheRoutes_isRefusedInTheSameShape(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kms.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.formatted("x".repeat(40_000)).getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next >= 0 && !answer.toString().endsWith("\"code\":");
                    next = socket.getInputStream().read()) {
                answer.append((char) next);
            }
            assertThat(answer.toString()).matches("(?s)HTTP/1\\.1 4\\d\\d.*\"code\":");
        }
    }
}
