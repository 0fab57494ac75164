package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static com.sphereon.kms.http.Platform.etag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import com.sphereon.kms.http.Platform.Person;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verifiers are told. */
class JwksTest {
    private static final String DUTY = "issuer:credential-signing";

    private final Platform platform = new Platform();
    private final Person service = platform.service();
    private final Person admin = platform.admin();

    @BeforeEach
    void make() {
        assertThat(service.get("/keys/" + DUTY).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private static List<String> kids(HttpResponse<String> set) {
        return json(set).get("keys").findValuesAsText("kid");
    }

    private String kid(String name) {
        return json(admin.get("/keys/" + name)).at("/keyInfo/kid").asText();
    }

    private static Optional<String> cacheControl(HttpResponse<String> answer) {
        return answer.headers().firstValue("Cache-Control");
    }

    @Test
    void set_ofTenantAndOfKey_isOneAStandardLibraryReads() throws ParseException {
        for (String path : List.of("/jwks", "/keys/" + DUTY + "/jwks", "/keys/" + kid(DUTY) + "/jwks")) {
            HttpResponse<String> set = platform.auditor().get(path);
            assertThat(set.statusCode()).isEqualTo(200);
            assertThat(set.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
            assertThat(cacheControl(set)).contains("max-age=300");
            JWKSet parsed = JWKSet.parse(set.body());
            assertThat(parsed.getKeys()).hasSize(1);
            assertThat(parsed.getKeys().getFirst().isPrivate()).isFalse();
            JsonNode key = json(set).at("/keys/0");
            assertThat(key.get("kid").asText()).isEqualTo(kid(DUTY));
            assertThat(key.get("use").asText()).isEqualTo("sig");
            assertThat(key.get("alg").asText()).isEqualTo("ES256");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {"%s|304", "W/%s|304", "\"x\", %s|304", "*|304", "\"x\"|200", "nonsense|200", "%sx|200"})
    void ifNoneMatch_ofEachForm_spareTheBodyOrNot(String header, int status) {
        HttpResponse<String> first = service.get("/jwks");
        HttpResponse<String> again = service.get("/jwks", "If-None-Match", header.formatted(etag(first)));
        assertThat(again.statusCode()).isEqualTo(status);
        assertThat(etag(again)).isEqualTo(etag(first)).matches("\"[A-Za-z0-9_-]{43}\"");
        assertThat(cacheControl(again)).isEqualTo(cacheControl(first));
        assertThat(again.body()).isEqualTo(status == 304 ? "" : first.body());
    }

    @Test
    void etag_setChanged_isAnother() {
        HttpResponse<String> before = service.get("/jwks");
        service.get("/keys/did:did-update");
        HttpResponse<String> after = service.get("/jwks", "If-None-Match", etag(before));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(etag(after)).isNotEqualTo(etag(before));
        assertThat(kids(after)).hasSize(2);
    }

    @Test
    void order_duringARotation_isWhatSignsThenNextThenBefore() {
        String first = kid(DUTY);
        admin.post("/keys/" + DUTY + "/rotations", "");
        String second = kid(DUTY);
        admin.post("/keys/" + DUTY + "/rotations", "{\"publishBefore\":\"P2D\"}");
        HttpResponse<String> set = service.get("/keys/" + DUTY + "/jwks");
        String third = kids(set).get(1);
        assertThat(kids(set)).containsExactly(second, third, first);
        assertThat(kids(service.get("/jwks"))).containsExactly(second, third, first);
        assertThat(cacheControl(set)).contains("max-age=3600");
        platform.advance(Duration.ofDays(7));
        assertThat(kids(service.get("/jwks"))).containsExactly(third, second);
        assertThat(kids(service.get("/jwks?versions=all"))).containsExactly(third, second, first);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, no-cache", "PT1S, no-cache", "PT10M, max-age=300", "PT1H, max-age=1800", "P2D, max-age=3600"})
    void maxAge_withAPolicy_isHalfOfThePublicationAtMostAnHour(String publishBefore, String expected) {
        admin.put(
                "/keys/" + DUTY + "/rotation-policy",
                "{\"interval\":\"P30D\",\"publishBefore\":\"%s\"}".formatted(publishBefore));
        service.get("/keys/did:did-update");
        assertThat(cacheControl(service.get("/jwks"))).contains(expected);
        assertThat(cacheControl(service.get("/keys/" + DUTY + "/jwks"))).contains(expected);
        assertThat(cacheControl(service.get("/keys/did:did-update/jwks"))).contains("max-age=300");
    }

    @Test
    void compromisedKey_ofAnyScope_isLeftOut() {
        admin.post("/keys/" + DUTY + "/state", "{\"state\":\"COMPROMISED\"}");
        assertThat(kids(service.get("/jwks"))).isEmpty();
        assertThat(kids(service.get("/jwks?versions=all"))).isEmpty();
        assertThat(service.get("/keys/" + DUTY + "/jwks").body()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void symmetricAndEncryptionKeys_areNoPartOfAnySet() {
        service.post("/keys", "{\"alias\":\"mac\",\"alg\":\"HMAC_SHA256\"}");
        service.post("/keys", "{\"alias\":\"enc\",\"use\":\"enc\"}");
        assertThat(kids(service.get("/jwks"))).containsExactly(kid(DUTY));
        for (String alias : List.of("mac", "enc")) {
            assertThat(service.get("/keys/" + alias + "/jwks?versions=all").body())
                    .isEqualTo("{\"keys\":[]}");
        }
    }

    @Test
    void narrowedService_set_hasItsDutiesOnly() {
        service.get("/keys/did:did-update");
        service.post("/keys", "{\"alias\":\"free\"}");
        assertThat(kids(platform.narrowed("did").get("/jwks"))).containsExactly(kid("did:did-update"));
        assertThat(kids(platform.narrowed("verifier").get("/jwks"))).isEmpty();
        assertThat(kids(platform.stranger().get("/jwks"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?versions=ALL", "?versions=", "?versions=all&versions=all", "?versions=%FF"})
    void versions_ofAnotherForm_isRefused(String query) {
        for (String path : List.of("/jwks", "/keys/" + DUTY + "/jwks")) {
            assertThat(service.get(path + query).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void head_ofTheSet_hasTheHeadersAndNoBody() {
        HttpResponse<String> head = service.send("HEAD", "/jwks", null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(etag(head)).isEqualTo(etag(service.get("/jwks")));
        assertThat(head.body()).isEmpty();
    }
}
