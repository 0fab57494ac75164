package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.PROVIDER;
import static com.sphereon.kms.http.HttpFixture.SECOND_PROVIDER;
import static com.sphereon.kms.http.HttpFixture.json;
import static com.sphereon.kms.http.Platform.etag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where new keys of duties are made. */
class ProviderIntegrationsTest {
    private static final String PATH = "/provider-integrations";
    private static final String SECOND = "{\"providerId\":\"" + SECOND_PROVIDER + "\"}";
    private static final String DUTY = "issuer:credential-signing";

    private final Platform platform = new Platform();
    private final Person service = platform.service();
    private final Person admin = platform.admin();

    @AfterEach
    void stop() {
        platform.close();
    }

    private static String path(HttpResponse<String> created) {
        return created.headers().firstValue("Location").orElseThrow().substring(Platform.BASE_PATH.length());
    }

    private String madeAt(String name) {
        return json(service.get("/keys/" + name)).at("/keyInfo/providerId").asText();
    }

    @Test
    void create_complete_isThereAndDecidesForTheNextKey() {
        HttpResponse<String> created = admin.post(
                PATH,
                "{\"providerId\":\"%s\",\"service\":\"issuer\",\"purpose\":\"credential-signing\",\"priority\":7}"
                        .formatted(SECOND_PROVIDER));
        assertThat(created.statusCode()).isEqualTo(201);
        HttpResponse<String> found = platform.auditor().get(path(created));
        assertThat(json(found)).isEqualTo(json(created));
        assertThat(etag(found)).isEqualTo(etag(created));
        assertThat(json(found).get("priority").asInt()).isEqualTo(7);
        assertThat(json(found).get("enabled").asBoolean()).isTrue();
        assertThat(json(found).get("createdBy").asText()).isEqualTo("alice");
        assertThat(madeAt(DUTY)).isEqualTo(SECOND_PROVIDER);
        assertThat(madeAt("did:did-update")).isEqualTo(PROVIDER);
    }

    @Test
    void list_several_isInTheOrderInWhichTheyDecide() {
        admin.post(PATH, SECOND);
        admin.post(PATH, "{\"providerId\":\"%s\",\"purpose\":\"did-update\"}".formatted(PROVIDER));
        admin.post(PATH, "{\"providerId\":\"%s\",\"priority\":5}".formatted(PROVIDER));
        admin.post(PATH, "{\"providerId\":\"%s\",\"service\":\"did\",\"priority\":9000}".formatted(PROVIDER));
        JsonNode list = json(admin.get(PATH)).get("integrations");
        assertThat(list.findValuesAsText("priority")).containsExactly("9000", "100", "5", "100");
        assertThat(list.get(3).has("service")).isFalse();
    }

    @Test
    void put_switchedOff_countsForTheNextKeyOnly() {
        HttpResponse<String> created = admin.post(PATH, SECOND);
        assertThat(madeAt(DUTY)).isEqualTo(SECOND_PROVIDER);
        HttpResponse<String> put = admin.put(
                path(created),
                "{\"providerId\":\"%s\",\"enabled\":false}".formatted(SECOND_PROVIDER),
                "If-Match",
                etag(created));
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(etag(put)).isNotEqualTo(etag(created));
        assertThat(madeAt("did:did-update")).isEqualTo(PROVIDER);
        assertThat(madeAt(DUTY)).isEqualTo(SECOND_PROVIDER);
        assertThat(service.sign("{\"alias\":\"" + DUTY + "\"}").statusCode()).isEqualTo(201);
        HttpResponse<String> stale = admin.delete(path(created), "If-Match", etag(created));
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(admin.delete(path(created), "If-Match", etag(put)).statusCode())
                .isEqualTo(204);
        assertThat(admin.get(path(created)).statusCode()).isEqualTo(404);
    }

    @Test
    void change_withoutOrWithBadIfMatch_isRefused() {
        HttpResponse<String> created = admin.post(PATH, SECOND);
        assertThat(admin.put(path(created), SECOND).statusCode()).isEqualTo(428);
        assertThat(admin.delete(path(created)).statusCode()).isEqualTo(428);
        assertThat(admin.put(path(created), SECOND, "If-Match", "W/" + etag(created))
                        .statusCode())
                .isEqualTo(412);
        assertThat(admin.delete(path(created), "If-Match", "nothing").statusCode())
                .isEqualTo(400);
        assertThat(json(admin.get(PATH)).get("integrations")).hasSize(1);
        assertThat(admin.put(path(created), SECOND, "If-Match", "\"other\", " + etag(created))
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.delete(path(created), "If-Match", "*").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|providerId is missing",
                "{\"providerId\":1}|providerId",
                "{\"providerId\":\"nowhere\"}|nowhere",
                "{\"providerId\":\"NO\"}|NO",
                "{\"providerId\":\"software-second\",\"service\":\"nobody\"}|service 'nobody'",
                "{\"providerId\":\"software-second\",\"service\":\"No\"}|service 'No'",
                "{\"providerId\":\"software-second\",\"purpose\":\"nothing\"}|purpose 'nothing' is not allowed; allowed are credential-signing",
                "{\"providerId\":\"software-second\",\"priority\":-1}|priority -1",
                "{\"providerId\":\"software-second\",\"priority\":10001}|priority 10001",
                "{\"providerId\":\"software-second\",\"priority\":1.5}|priority",
                "{\"providerId\":\"software-second\",\"priority\":\"1\"}|priority",
                "{\"providerId\":\"software-second\",\"priority\":3000000000}|priority",
                "{\"providerId\":\"software-second\",\"enabled\":\"yes\"}|enabled",
                "{\"providerId\":\"software-second\",\"enabled\":0}|enabled",
            })
    void create_wrongMember_isRefusedByName(String body, String said) {
        HttpResponse<String> answer = admin.post(PATH, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("message").asText()).contains(said);
        assertThat(json(admin.get(PATH)).get("integrations")).isEmpty();
    }

    @Test
    void create_sameAgain_isAConflict() {
        admin.post(PATH, SECOND);
        assertThat(admin.post(PATH, SECOND).statusCode()).isEqualTo(409);
        assertThat(admin.post(PATH, "{\"providerId\":\"%s\",\"service\":\"issuer\"}".formatted(SECOND_PROVIDER))
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "1-1-1-1-1", "00000000-0000-0000-0000-00000000000", "0000000G-0000-0000-0000-000000000000"})
    void id_malformed_isNotFound(String id) {
        assertThat(admin.get(PATH + "/" + id).statusCode()).isEqualTo(404);
        assertThat(admin.put(PATH + "/" + id, SECOND, "If-Match", "*").statusCode())
                .isEqualTo(404);
        assertThat(admin.delete(PATH + "/" + id, "If-Match", "*").statusCode()).isEqualTo(404);
    }

    @Test
    void otherTenant_integration_isLikeAnUnknownOne() {
        String theirs = path(platform.stranger().post(PATH, SECOND));
        String unknown = PATH + "/" + new UUID(1, 2);
        for (String method : List.of("GET", "PUT", "DELETE")) {
            String body = method.equals("PUT") ? SECOND : null;
            HttpResponse<String> foreign = admin.send(method, theirs, body, "If-Match", "*");
            HttpResponse<String> missing = admin.send(method, unknown, body, "If-Match", "*");
            assertThat(foreign.statusCode()).as(method).isEqualTo(404);
            assertThat(foreign.body().replaceAll("[0-9a-f-]{36}", "id"))
                    .isEqualTo(missing.body().replaceAll("[0-9a-f-]{36}", "id"));
        }
        assertThat(json(admin.get(PATH)).get("integrations")).isEmpty();
        assertThat(madeAt(DUTY)).isEqualTo(PROVIDER);
    }
}
