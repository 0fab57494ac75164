package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import com.sphereon.kms.http.token.MovableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The versions of a key and what their states allow. */
class KeyLifecycleTest {
    private static final String KEY = "{\"alias\":\"a-key\"}";

    private final Platform platform = new Platform();
    private final Person service = platform.service();
    private final Person admin = platform.admin();

    @BeforeEach
    void make() {
        assertThat(service.post("/keys", KEY).statusCode()).isEqualTo(201);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private HttpResponse<String> state(String body) {
        return admin.post("/keys/a-key/state", body);
    }

    private JsonNode changed(String state, String reason) {
        HttpResponse<String> answer = state("{\"state\":\"%s\",\"reason\":\"%s\"}".formatted(state, reason));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private String signature() {
        return json(service.sign(KEY)).get("signature").asText();
    }

    private static String message(HttpResponse<String> answer) {
        return json(answer).get("message").asText();
    }

    @Test
    void versions_newKey_showsOneThatSigns() {
        JsonNode list = json(platform.auditor().get("/keys/a-key/versions"));
        assertThat(list.get("alias").asText()).isEqualTo("a-key");
        assertThat(list.get("versions")).hasSize(1);
        JsonNode version = list.at("/versions/0");
        assertThat(version.get("version").asInt()).isEqualTo(1);
        assertThat(version.get("state").asText()).isEqualTo("ACTIVE");
        assertThat(version.get("primary").asBoolean()).isTrue();
        assertThat(version.get("published").asBoolean()).isTrue();
        assertThat(version.get("signatureAlgorithm").asText()).isEqualTo("ECDSA_SHA256");
        assertThat(version.at("/key/kid").asText()).isEqualTo(version.get("kid").asText());
        assertThat(version.at("/key/d").isMissingNode()).isTrue();
        assertThat(version.get("createdBy").asText()).isEqualTo("a-service");
        assertThat(version.get("createdAt").asText()).isEqualTo(MovableClock.START.toString());
        assertThat(version.get("activatedAt")).isEqualTo(version.get("createdAt"));
        assertThat(version.has("stateReason") || version.has("destroyAt") || version.has("publishedUntil"))
                .isFalse();
        assertThat(json(admin.get("/keys/" + version.get("kid").asText() + "/versions")))
                .isEqualTo(list);
    }

    @Test
    void signature_ofAKey_namesTheVersionThatMadeIt() {
        JsonNode signed = json(service.sign(KEY));
        assertThat(signed.get("kid")).isEqualTo(json(service.get("/keys/a-key")).at("/keyInfo/kid"));
        assertThat(signed.get("signatureAlgorithm").asText()).isEqualTo("ECDSA_SHA256");
        assertThat(signed.get("keyVersion").isInt()).isTrue();
        assertThat(signed.get("keyVersion").asInt()).isEqualTo(1);
    }

    @Test
    void suspended_key_saysWhyItDoesNotSignVerifiesAndResumes() {
        String signature = signature();
        platform.clock().advance(Duration.ofHours(1));
        JsonNode suspended = changed("SUSPENDED", "operator's laptop lost");
        assertThat(suspended.get("state").asText()).isEqualTo("SUSPENDED");
        assertThat(suspended.get("stateReason").asText()).isEqualTo("operator's laptop lost");
        assertThat(suspended.get("stateChangedBy").asText()).isEqualTo("alice");
        assertThat(suspended.get("stateChangedAt").asText())
                .isEqualTo(MovableClock.START.plusSeconds(3600).toString());
        HttpResponse<String> refused = service.sign(KEY);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(message(refused)).contains("SUSPENDED since").contains("operator's laptop lost");
        JsonNode verified = json(service.verify(KEY, signature));
        assertThat(verified.get("isValid").asBoolean()).isTrue();
        assertThat(verified.get("keyState").asText()).isEqualTo("SUSPENDED");
        assertThat(verified.has("compromised") || verified.has("stateReason")).isFalse();
        assertThat(json(service.get("/keys/a-key")).at("/keyInfo/keyState").asText())
                .isEqualTo("SUSPENDED");
        assertThat(json(state("{\"state\":\"ACTIVE\"}")).has("stateReason")).isFalse();
        assertThat(service.sign(KEY).statusCode()).isEqualTo(201);
    }

    @Test
    void compromised_key_isMarkedWhereItVerifies() {
        String signature = signature();
        String kid = json(service.get("/keys/a-key")).at("/keyInfo/kid").asText();
        assertThat(changed("COMPROMISED", "seen on a forum").get("published").asBoolean())
                .isFalse();
        for (String keyInfo : new String[] {KEY, "{\"kid\":\"" + kid + "\"}"}) {
            JsonNode verified = json(service.verify(keyInfo, signature));
            assertThat(verified.get("isValid").asBoolean()).isTrue();
            assertThat(verified.get("kid").asText()).isEqualTo(kid);
            assertThat(verified.get("compromised").asBoolean()).isTrue();
            assertThat(verified.get("compromisedAt").asText()).isEqualTo(MovableClock.START.toString());
            assertThat(verified.get("stateReason").asText()).isEqualTo("seen on a forum");
        }
        assertThat(message(service.sign(KEY))).contains("COMPROMISED").contains("seen on a forum");
        assertThat(state("{\"state\":\"ACTIVE\"}").statusCode()).isEqualTo(409);
    }

    @Test
    void verify_keyThatIsOnlyShown_saysNothingOfAnyKey() {
        String signature = signature();
        JsonNode key = json(service.get("/keys/a-key")).at("/keyInfo/key");
        HttpResponse<String> answer = platform.stranger().verify("{\"key\":" + key + "}", signature);
        assertThat(answer.body()).isEqualTo("{\"isValid\":true}");
    }

    @Test
    void deactivated_key_verifiesAndStaysPublishedForAWeek() {
        String signature = signature();
        JsonNode deactivated = changed("DEACTIVATED", "no longer needed");
        assertThat(deactivated.get("publishedUntil").asText())
                .isEqualTo(MovableClock.START.plus(Duration.ofDays(7)).toString());
        assertThat(deactivated.get("published").asBoolean()).isTrue();
        assertThat(json(service.verify(KEY, signature)).get("isValid").asBoolean())
                .isTrue();
        assertThat(message(state("{\"state\":\"ACTIVE\"}"))).contains("DEACTIVATED cannot become ACTIVE");
        platform.advance(Duration.ofDays(7));
        assertThat(json(admin.get("/keys/a-key/versions"))
                        .at("/versions/0/published")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void destruction_scheduled_stopsSigningAtOnceAndCanBeTakenBack() {
        JsonNode planned = json(state("{\"state\":\"DESTROYED\",\"window\":\"P10D\",\"reason\":\"end\"}"));
        assertThat(planned.get("state").asText()).isEqualTo("SUSPENDED");
        assertThat(planned.get("destroyAt").asText())
                .isEqualTo(MovableClock.START.plus(Duration.ofDays(10)).toString());
        assertThat(message(service.sign(KEY))).contains("to be destroyed at");
        platform.advance(Duration.ofDays(9));
        HttpResponse<String> back = admin.delete("/keys/a-key/destruction?reason=still%20needed");
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(json(back).has("destroyAt")).isFalse();
        assertThat(json(back).get("stateReason").asText()).isEqualTo("still needed");
        assertThat(admin.delete("/keys/a-key/destruction").statusCode()).isEqualTo(409);
        platform.advance(Duration.ofDays(9));
        assertThat(changed("ACTIVE", "back").get("state").asText()).isEqualTo("ACTIVE");
        assertThat(service.sign(KEY).statusCode()).isEqualTo(201);
    }

    @Test
    void destruction_windowPassed_leavesTheRecordAndThePublicHalf() {
        String signature = signature();
        state("{\"state\":\"DESTROYED\"}");
        platform.advance(Duration.ofDays(7));
        JsonNode version = json(admin.get("/keys/a-key/versions")).at("/versions/0");
        assertThat(version.get("state").asText()).isEqualTo("DESTROYED");
        assertThat(version.has("destroyAt")).isFalse();
        assertThat(version.get("destroyedAt").asText())
                .isEqualTo(MovableClock.START.plus(Duration.ofDays(7)).toString());
        assertThat(version.get("key").isObject()).isTrue();
        assertThat(json(service.verify(KEY, signature)).get("isValid").asBoolean())
                .isTrue();
        assertThat(service.sign(KEY).statusCode()).isEqualTo(409);
        assertThat(admin.delete("/keys/a-key/destruction").statusCode()).isEqualTo(409);
        JsonNode compromised = changed("COMPROMISED", "found late");
        assertThat(compromised.get("state").asText()).isEqualTo("DESTROYED");
        assertThat(json(service.verify(KEY, signature)).get("compromised").asBoolean())
                .isTrue();
    }

    @Test
    void destroyed_symmetricKey_verifiesNothingAnyMore() {
        String mac = "{\"alias\":\"mac\"}";
        service.post("/keys", "{\"alias\":\"mac\",\"alg\":\"HMAC_SHA256\"}");
        String signature = json(service.sign(mac)).get("signature").asText();
        admin.post("/keys/mac/state", "{\"state\":\"DESTROYED\"}");
        assertThat(json(service.verify(mac, signature)).get("isValid").asBoolean())
                .isTrue();
        platform.advance(Duration.ofDays(7));
        HttpResponse<String> refused = service.verify(mac, signature);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(message(refused)).contains("DESTROYED since");
    }

    @Test
    void symmetricKey_version_hasNoPublicHalf() {
        service.post("/keys", "{\"alias\":\"mac\",\"alg\":\"HMAC_SHA256\"}");
        JsonNode version = json(admin.get("/keys/mac/versions")).at("/versions/0");
        assertThat(version.has("key")).isFalse();
        assertThat(version.get("published").asBoolean()).isFalse();
        assertThat(version.get("keyType").asText()).isEqualTo("OCT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|state is missing",
                "{\"state\":1}|state does not have the type",
                "{\"state\":\"active\"}|state 'active' is not allowed; allowed are ACTIVE, SUSPENDED, DEACTIVATED, COMPROMISED, DESTROYED",
                "{\"state\":\"PRE_ACTIVE\"}|allowed are ACTIVE, SUSPENDED, DEACTIVATED, COMPROMISED, DESTROYED",
                "{\"state\":\"SUSPENDED\",\"reason\":\"\"}|reason",
                "{\"state\":\"SUSPENDED\",\"reason\":\"a\\nb\"}|reason",
                "{\"state\":\"SUSPENDED\",\"reason\":[]}|reason",
                "{\"state\":\"SUSPENDED\",\"window\":\"P7D\"}|window goes with state DESTROYED only",
                "{\"state\":\"DESTROYED\",\"window\":\"P6D\"}|window",
                "{\"state\":\"DESTROYED\",\"window\":\"P31D\"}|window",
                "{\"state\":\"DESTROYED\",\"window\":\"P1M\"}|months and years differ in length",
                "{\"state\":\"DESTROYED\",\"window\":\"a week\"}|window 'a week'",
                "{\"state\":\"DESTROYED\",\"window\":7}|window",
            })
    void state_wrongMember_isRefusedByName(String body, String said) {
        HttpResponse<String> answer = state(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).contains(said);
        assertThat(service.sign(KEY).statusCode()).isEqualTo(201);
    }

    @Test
    void destroy_keyThatServesAnEnabledDuty_isRefused() {
        service.get("/keys/issuer:credential-signing");
        HttpResponse<String> refused = admin.post("/keys/issuer:credential-signing/state", "{\"state\":\"DESTROYED\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(message(refused)).contains("/signing-keys/issuer/credential-signing");
        assertThat(admin.delete("/keys/issuer:credential-signing").statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /versions",
                "POST /state",
                "DELETE /destruction",
                "GET /jwks",
                "GET /rotations",
                "POST /rotations",
                "POST /rotations?preview=true",
                "GET /rotation-policy",
                "PUT /rotation-policy",
                "DELETE /rotation-policy",
                "GET /rotations/00000000-0000-0000-0000-000000000001",
                "DELETE /rotations/00000000-0000-0000-0000-000000000001",
            })
    void foreignKey_onEveryRoute_isLikeAnUnknownOne(String route) {
        platform.stranger().post("/keys", "{\"alias\":\"their-key\"}");
        String[] parts = route.split(" ");
        String body = switch (parts[0]) {
            case "POST", "PUT" -> "{\"state\":\"ACTIVE\",\"interval\":\"P1D\"}";
            default -> null;
        };
        HttpResponse<String> foreign = admin.send(parts[0], "/keys/their-key" + parts[1], body, "If-Match", "*");
        HttpResponse<String> unknown = admin.send(parts[0], "/keys/no-bodys-x" + parts[1], body, "If-Match", "*");
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(message(foreign)).isEqualTo("Key not found: their-key");
        assertThat(foreign.body()).isEqualTo(unknown.body().replace("no-bodys-x", "their-key"));
        assertThat(foreign.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
    }
}
