package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static com.sphereon.kms.http.Platform.etag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which key serves a duty: how it comes to be, how an administrator chooses, and what services see of that. */
class SigningKeysTest {
    private static final String DUTY = "issuer:credential-signing";
    private static final String PATH = "/signing-keys/issuer/credential-signing";
    private static final String BY_DUTY = "{\"alias\":\"" + DUTY + "\"}";

    private final Platform platform = new Platform();
    private final Person service = platform.service();
    private final Person admin = platform.admin();

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void list_newTenant_showsTheStandardDutiesAndMakesNoKeys() {
        JsonNode keys = json(admin.get("/signing-keys")).get("signingKeys");
        assertThat(keys.findValuesAsText("alias"))
                .containsExactly(
                        DUTY,
                        "verifier:request-object-signing",
                        "as:access-token-signing",
                        "did:did-update",
                        "audit:audit-checkpoint");
        assertThat(keys).allSatisfy(key -> assertThat(key.get("versions")).isEmpty());
        assertThat(json(admin.get("/keys")).get("keyInfos")).isEmpty();
    }

    @Test
    void dutyKey_firstAskedForByAService_isMadeOnceAndByNobodyElse() {
        for (Person looking : new Person[] {admin, platform.auditor()}) {
            HttpResponse<String> missing = looking.get("/keys/" + DUTY);
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(json(missing).get("message").asText()).isEqualTo("Key not found: " + DUTY);
            assertThat(looking.get("/keys/" + DUTY + "/versions").statusCode()).isEqualTo(404);
        }
        String kid = json(service.get("/keys/" + DUTY)).at("/keyInfo/kid").asText();
        assertThat(json(admin.get("/keys/" + DUTY)).at("/keyInfo/kid").asText()).isEqualTo(kid);
        assertThat(json(service.sign(BY_DUTY)).get("kid").asText()).isEqualTo(kid);
        JsonNode shown = json(admin.get(PATH));
        assertThat(shown.get("source").asText()).isEqualTo("default");
        assertThat(shown.get("versions")).hasSize(1);
        assertThat(shown.at("/versions/0/kid").asText()).isEqualTo(kid);
        assertThat(shown.at("/versions/0/primary").asBoolean()).isTrue();
        assertThat(shown.at("/versions/0/published").asBoolean()).isTrue();
    }

    @Test
    void dutyKey_askedForWithBothRoles_isMade() {
        Person both = platform.person("acme", "both", List.of("tenant-admin", "service"));
        assertThat(both.get("/keys/" + DUTY).statusCode()).isEqualTo(200);
    }

    @Test
    void put_aliasOfAKey_servesTheDutyUnderTheNameTheServiceKnows() {
        String kid = json(admin.post("/keys", "{\"alias\":\"shared-2026\"}"))
                .at("/keyPair/kid")
                .asText();
        HttpResponse<String> put = admin.put(PATH, "{\"alias\":\"shared-2026\"}", "If-Match", "\"0\"");
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(json(put).get("source").asText()).isEqualTo("operator");
        assertThat(etag(put)).isEqualTo(etag(admin.get(PATH))).isNotEqualTo("\"0\"");
        for (Person issuer : new Person[] {service, platform.narrowed("issuer")}) {
            JsonNode keyInfo = json(issuer.get("/keys/" + DUTY)).get("keyInfo");
            assertThat(keyInfo.get("alias").asText()).isEqualTo(DUTY);
            assertThat(keyInfo.get("kid").asText()).isEqualTo(kid);
            assertThat(keyInfo.get("keyState").asText()).isEqualTo("ACTIVE");
            HttpResponse<String> signed = issuer.sign(keyInfo.toString());
            assertThat(signed.statusCode()).isEqualTo(201);
            assertThat(json(signed).get("kid").asText()).isEqualTo(kid);
            JsonNode verified = json(issuer.verify(
                    keyInfo.toString(), json(signed).get("signature").asText()));
            assertThat(verified.get("isValid").asBoolean()).isTrue();
            HttpResponse<String> resolved =
                    issuer.post("/resolvers/jose_cose_resolver/resolve", "{\"keyInfo\":" + BY_DUTY + "}");
            assertThat(json(resolved).get("alias").asText()).isEqualTo(DUTY);
        }
        assertThat(json(service.get("/keys/shared-2026")).at("/keyInfo/alias").asText())
                .isEqualTo("shared-2026");
    }

    @Test
    void narrowedService_dutyOfAnother_isNotThere() {
        admin.post("/keys", "{\"alias\":\"shared-2026\"}");
        admin.put(PATH, "{\"alias\":\"shared-2026\"}", "If-Match", "*");
        Person verifier = platform.narrowed("verifier");
        for (String name : new String[] {DUTY, "shared-2026"}) {
            HttpResponse<String> hidden = verifier.get("/keys/" + name);
            assertThat(hidden.statusCode()).isEqualTo(404);
            assertThat(json(hidden).get("message").asText()).isEqualTo("Key not found: " + name);
            assertThat(verifier.sign("{\"alias\":\"" + name + "\"}").statusCode())
                    .isEqualTo(400);
            assertThat(verifier.get("/keys/" + name + "/jwks").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void put_disabled_saysSoToWhoSignsUntilItIsDeleted() {
        assertThat(service.sign(BY_DUTY).statusCode()).isEqualTo(201);
        String tag = etag(admin.put(PATH, "{\"enabled\":false}", "If-Match", "\"0\""));
        HttpResponse<String> refused = service.sign(BY_DUTY);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).get("message").asText()).contains("disabled");
        assertThat(admin.delete(PATH, "If-Match", tag).statusCode()).isEqualTo(204);
        assertThat(etag(admin.get(PATH))).isEqualTo("\"0\"");
        assertThat(service.sign(BY_DUTY).statusCode()).isEqualTo(201);
        assertThat(admin.delete(PATH, "If-Match", "*").statusCode()).isEqualTo(404);
    }

    @Test
    void put_withoutProvisioning_makesNoKey() {
        admin.put(PATH, "{\"provisioning\":false}", "If-Match", "*");
        assertThat(service.get("/keys/" + DUTY).statusCode()).isEqualTo(404);
        assertThat(service.sign(BY_DUTY).statusCode()).isEqualTo(400);
        assertThat(json(admin.get(PATH)).get("versions")).isEmpty();
    }

    @Test
    void put_twiceForTheSameState_secondIsRefused() {
        String tag = etag(admin.get(PATH));
        assertThat(admin.put(PATH, "{}", "If-Match", tag).statusCode()).isEqualTo(200);
        HttpResponse<String> second = admin.put(PATH, "{\"enabled\":false}", "If-Match", tag);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(json(second).get("code").asText()).isEqualTo("PRECONDITION_FAILED");
        assertThat(json(admin.get(PATH)).get("enabled").asBoolean()).isTrue();
    }

    @Test
    void change_withoutIfMatch_isAskedForIt() {
        for (HttpResponse<String> answer : List.of(admin.put(PATH, "{}"), admin.delete(PATH))) {
            assertThat(answer.statusCode()).isEqualTo(428);
            assertThat(json(answer).get("code").asText()).isEqualTo("PRECONDITION_REQUIRED");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "*|200",
                "\"0\"|200",
                "\"x\", \"0\"|200",
                ", \"x\",,\t\"0\" ,|200",
                "\"a,b\",\"0\"|200",
                "W/\"0\"|412",
                "\"x\", W/\"0\"|412",
                "\"1\"|412",
                "\"\"|412",
                "0|400",
                "\"0|400",
                "'0'|400",
                "w/\"0\"|400",
                "\"x\" \"0\"|400",
                "*, \"0\"|400",
                "\"0\" x|400",
            })
    void ifMatch_ofEachForm_isReadAsTheStandardSays(String header, int status) {
        HttpResponse<String> answer = admin.put(PATH, "{}", "If-Match", header);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(etag(admin.get(PATH)).equals("\"0\"")).isEqualTo(status != 200);
    }

    @Test
    void ifMatch_inTwoLines_isOneList() {
        assertThat(admin.put(PATH, "{}", "If-Match", "\"x\"", "If-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.put(PATH, "{}", "If-Match", "*", "If-Match", "\"0\"").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alias\":1}|alias",
                "{\"alias\":\"\"}|alias",
                "{\"alias\":\"unknown\"}|alias 'unknown' names no key",
                "{\"alias\":\"theirs\"}|alias 'theirs' names no key",
                "{\"alias\":\"secret-keeper\"}|not for signatures",
                "{\"enabled\":\"true\"}|enabled",
                "{\"enabled\":1}|enabled",
                "{\"provisioning\":[]}|provisioning",
                "[]|JSON object",
            })
    void put_wrongMember_isRefusedByName(String body, String said) {
        admin.post("/keys", "{\"alias\":\"secret-keeper\",\"use\":\"enc\"}");
        platform.stranger().post("/keys", "{\"alias\":\"theirs\"}");
        HttpResponse<String> answer = admin.put(PATH, body, "If-Match", "*");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("message").asText()).contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody/credential-signing", "issuer/nothing", "ISSUER/credential-signing", "a%20b/x"})
    void duty_thatDoesNotExist_isNotFound(String duty) {
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            HttpResponse<String> answer =
                    admin.send(method, "/signing-keys/" + duty, method.equals("PUT") ? "{}" : null, "If-Match", "*");
            assertThat(answer.statusCode()).as(method).isEqualTo(404);
            assertThat(json(answer).get("message").asText()).startsWith("There is no such duty");
        }
    }

    @Test
    void otherTenant_setting_isItsOwn() {
        admin.put(PATH, "{\"enabled\":false}", "If-Match", "*");
        JsonNode theirs = json(platform.stranger().get(PATH));
        assertThat(theirs.get("enabled").asBoolean()).isTrue();
        assertThat(platform.stranger().sign(BY_DUTY).statusCode()).isEqualTo(201);
        assertThat(json(admin.get(PATH)).get("versions")).isEmpty();
    }
}
