package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.SECOND_PROVIDER;
import static com.sphereon.kms.http.HttpFixture.json;
import static com.sphereon.kms.http.Platform.etag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import com.sphereon.kms.http.token.MovableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations, asked for and by policy. */
class RotationsTest {
    private static final String DUTY = "issuer:credential-signing";
    private static final String KEY = "{\"alias\":\"" + DUTY + "\"}";
    private static final String PATH = "/keys/" + DUTY + "/rotations";
    private static final String POLICY = "/keys/" + DUTY + "/rotation-policy";

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

    private static String message(HttpResponse<String> answer) {
        return json(answer).get("message").asText();
    }

    private static String later(Duration duration) {
        return MovableClock.START.plus(duration).toString();
    }

    private int signingVersion() {
        return json(service.sign(KEY)).get("keyVersion").asInt();
    }

    private JsonNode versions() {
        return json(admin.get("/keys/" + DUTY + "/versions")).get("versions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"unknown\":1}"})
    void rotate_atOnce_theNextVersionSignsAndTheOldVerifies(String body) {
        String signature = json(service.sign(KEY)).get("signature").asText();
        String oldKid = versions().at("/0/kid").asText();
        HttpResponse<String> answer = admin.post(PATH, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode rotation = json(answer).get("rotation");
        assertThat(answer.headers().firstValue("Location"))
                .contains(Platform.BASE_PATH + PATH + "/"
                        + rotation.get("rotationId").asText());
        assertThat(rotation.get("phase").asText()).isEqualTo("COMPLETED");
        assertThat(rotation.get("status").asText()).isEqualTo("ROTATED");
        assertThat(rotation.get("oldKid").asText()).isEqualTo(oldKid);
        assertThat(rotation.get("oldVersion").asInt()).isEqualTo(1);
        assertThat(rotation.get("newVersion").asInt()).isEqualTo(2);
        assertThat(rotation.at("/rotatedAssignments/0").asText()).isEqualTo(DUTY);
        assertThat(rotation.at("/oldKey/keyAlias").asText()).isEqualTo(DUTY);
        assertThat(rotation.get("overlap").asText()).isEqualTo("P7D");
        assertThat(rotation.get("publishBefore").asText()).isEqualTo("PT0S");
        assertThat(rotation.get("publishedUntil").asText()).isEqualTo(later(Duration.ofDays(7)));
        assertThat(rotation.has("failure") || rotation.has("rotationInterval")).isFalse();
        assertThat(json(answer).at("/oldAssignments/0/status").asText()).isEqualTo("ROTATED");
        assertThat(json(answer).at("/newAssignments/0/status").asText()).isEqualTo("ACTIVE");
        assertThat(json(answer).at("/newAssignments/0/serviceType").asText()).isEqualTo("issuer");
        assertThat(signingVersion()).isEqualTo(2);
        JsonNode verified = json(service.verify("{\"kid\":\"" + oldKid + "\"}", signature));
        assertThat(verified.get("isValid").asBoolean()).isTrue();
        assertThat(verified.get("keyState").asText()).isEqualTo("DEACTIVATED");
        assertThat(versions().findValuesAsText("version")).containsExactly("2", "1");
        assertThat(versions().findValuesAsText("primary")).containsExactly("true", "false");
    }

    @Test
    void rotate_withPublication_goesThroughItsPhases() {
        HttpResponse<String> answer = admin.post(
                PATH,
                "{\"publishBefore\":\"P2D\",\"overlap\":\"PT12H\",\"rotateAt\":\"%s\"}"
                        .formatted("2026-03-11T14:00:00+02:00"));
        String path = PATH + "/" + json(answer).at("/rotation/rotationId").asText();
        assertThat(json(answer).at("/rotation/phase").asText()).isEqualTo("SCHEDULED");
        assertThat(json(answer).at("/rotation/rotateAt").asText()).isEqualTo(later(Duration.ofDays(10)));
        assertThat(json(answer).at("/oldAssignments/0/status").asText()).isEqualTo("ACTIVE");
        assertThat(json(answer).at("/rotation").has("newKid")).isFalse();
        platform.advance(Duration.ofDays(8));
        JsonNode published = json(platform.auditor().get(path));
        assertThat(published.get("phase").asText()).isEqualTo("PUBLISHED");
        assertThat(published.get("status").asText()).isEqualTo("ROTATING");
        assertThat(published.get("publishedAt").asText()).isEqualTo(later(Duration.ofDays(8)));
        assertThat(published.has("activatedAt")).isFalse();
        assertThat(published.get("rotatedAssignments")).isEmpty();
        assertThat(versions().findValuesAsText("state")).containsExactly("PRE_ACTIVE", "ACTIVE");
        assertThat(signingVersion()).isEqualTo(1);
        platform.advance(Duration.ofDays(2));
        JsonNode completed = json(admin.get(path));
        assertThat(completed.get("phase").asText()).isEqualTo("COMPLETED");
        assertThat(completed.get("activatedAt").asText()).isEqualTo(later(Duration.ofDays(10)));
        assertThat(completed.get("publishedUntil").asText())
                .isEqualTo(later(Duration.ofDays(10).plusHours(12)));
        assertThat(signingVersion()).isEqualTo(2);
        assertThat(json(admin.get(PATH)).get("rotations")).containsExactly(completed);
    }

    @Test
    void preview_anyWish_changesNothing() {
        HttpResponse<String> preview = admin.post(
                PATH + "?preview=true",
                "{\"targetProviderId\":\"%s\",\"publishBefore\":\"P2D\"}".formatted(SECOND_PROVIDER));
        assertThat(preview.statusCode()).isEqualTo(200);
        JsonNode plan = json(preview);
        assertThat(plan.at("/plannedNewKey/providerId").asText()).isEqualTo(SECOND_PROVIDER);
        assertThat(plan.at("/oldKey/providerId").asText()).isEqualTo(HttpFixture.PROVIDER);
        assertThat(plan.get("rotateAt").asText()).isEqualTo(later(Duration.ofDays(2)));
        assertThat(plan.at("/oldAssignments/0/assignmentId").asText()).isEqualTo(DUTY);
        assertThat(plan.get("serviceConfigMutations")).isEmpty();
        assertThat(versions()).hasSize(1);
        assertThat(json(admin.get(PATH)).get("rotations")).isEmpty();
        assertThat(admin.post(PATH + "?preview=false", "").statusCode()).isEqualTo(201);
        for (String flag : new String[] {"TRUE", "1", ""}) {
            assertThat(admin.post(PATH + "?preview=" + flag, "").statusCode()).isEqualTo(400);
        }
        assertThat(versions()).hasSize(2);
    }

    @Test
    void rotate_elsewhere_keepsTheOldVersionWhereItIs() {
        String signature = json(service.sign(KEY)).get("signature").asText();
        admin.post(PATH, "{\"targetProviderId\":\"" + SECOND_PROVIDER + "\"}");
        assertThat(versions().findValuesAsText("providerId")).containsExactly(SECOND_PROVIDER, HttpFixture.PROVIDER);
        assertThat(signingVersion()).isEqualTo(2);
        String oldKid = versions().at("/1/kid").asText();
        assertThat(json(service.verify("{\"kid\":\"" + oldKid + "\"}", signature))
                        .get("isValid")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void cancel_publishedRotation_leavesTheOldVersion() {
        String id = json(admin.post(PATH, "{\"publishBefore\":\"P1D\"}"))
                .at("/rotation/rotationId")
                .asText();
        assertThat(versions()).hasSize(2);
        HttpResponse<String> second = admin.post(PATH, "");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(message(second)).contains("being rotated already").contains(id);
        assertThat(admin.delete(PATH + "/" + id).statusCode()).isEqualTo(204);
        assertThat(admin.delete(PATH + "/" + id).statusCode()).isEqualTo(409);
        JsonNode cancelled = json(admin.get(PATH + "/" + id));
        assertThat(cancelled.get("phase").asText()).isEqualTo("CANCELLED");
        assertThat(cancelled.get("status").asText()).isEqualTo("ACTIVE");
        assertThat(versions()).hasSize(1);
        platform.clock().advance(Duration.ofSeconds(1));
        assertThat(admin.post(PATH, "").statusCode()).isEqualTo(201);
        assertThat(json(admin.get(PATH)).get("rotations").findValuesAsText("phase"))
                .containsExactly("COMPLETED", "CANCELLED");
    }

    @Test
    void rotation_ofAnotherKeyOrUnknown_isNotFound() {
        String id = json(admin.post(PATH, "")).at("/rotation/rotationId").asText();
        service.post("/keys", "{\"alias\":\"other\"}");
        for (String path : new String[] {"/keys/other/rotations/" + id, PATH + "/" + new UUID(1, 2), PATH + "/x"}) {
            assertThat(admin.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(admin.delete(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rotationInterval\":\"P30D\"}|rotation-policy",
                "{\"newAlias\":\"x\"}|newAlias",
                "{\"targetProviderId\":\"nowhere\"}|nowhere",
                "{\"targetProviderId\":1}|targetProviderId",
                "{\"rotateAt\":\"2026-02-01T00:00:00Z\"}|rotateAt",
                "{\"rotateAt\":\"2126-02-01T00:00:00Z\"}|rotateAt",
                "{\"rotateAt\":\"2026-04-01\"}|rotateAt '2026-04-01' is not a date and time",
                "{\"rotateAt\":\"2026-04-31T00:00:00Z\"}|rotateAt",
                "{\"rotateAt\":1775000000}|rotateAt",
                "{\"publishBefore\":\"-P1D\"}|publishBefore",
                "{\"publishBefore\":\"P1Y\"}|months and years",
                "{\"overlap\":\"P4000D\"}|overlap",
                "{\"overlap\":\"\"}|overlap",
                "{\"overlap\":true}|overlap",
                "[]|JSON object",
                "{|JSON",
            })
    void rotate_wrongMember_isRefusedByName(String body, String said) {
        for (String query : new String[] {"", "?preview=true"}) {
            HttpResponse<String> answer = admin.post(PATH + query, body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(message(answer)).contains(said);
        }
        assertThat(versions()).hasSize(1);
    }

    @Test
    void policy_set_rotatesByItselfAgainAndAgain() {
        assertThat(admin.get(POLICY).statusCode()).isEqualTo(404);
        HttpResponse<String> put = admin.put(POLICY, "{\"interval\":\"P30D\",\"publishBefore\":\"PT48H\"}");
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        JsonNode policy = json(put);
        assertThat(policy.get("interval").asText()).isEqualTo("P30D");
        assertThat(policy.get("publishBefore").asText()).isEqualTo("P2D");
        assertThat(policy.get("overlap").asText()).isEqualTo("P7D");
        assertThat(policy.get("nextRotationAt").asText()).isEqualTo(later(Duration.ofDays(30)));
        assertThat(policy.has("targetProviderId")).isFalse();
        assertThat(etag(platform.auditor().get(POLICY))).isEqualTo(etag(put));
        for (int day = 1; day <= 62; day++) {
            platform.advance(Duration.ofDays(1));
        }
        assertThat(signingVersion()).isEqualTo(3);
        assertThat(json(admin.get(PATH)).at("/rotations/0/rotationInterval").asText())
                .isEqualTo("P30D");
        assertThat(etag(admin.get(POLICY))).isEqualTo(etag(put));
        assertThat(admin.delete(POLICY, "If-Match", etag(put)).statusCode()).isEqualTo(204);
        assertThat(admin.delete(POLICY, "If-Match", "*").statusCode()).isEqualTo(404);
    }

    @Test
    void policy_changed_needsTheStateItIsMeantFor() {
        assertThat(admin.put(POLICY, "{\"interval\":\"P1D\"}", "If-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(admin.put(POLICY, "{\"interval\":\"P1D\"}", "If-Match", "\"x\"")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> first = admin.put(POLICY, "{\"interval\":\"P1D\"}", "If-Match", "\"0\"");
        assertThat(first.statusCode()).isEqualTo(200);
        HttpResponse<String> missing = admin.put(POLICY, "{\"interval\":\"P2D\"}");
        assertThat(missing.statusCode()).isEqualTo(428);
        assertThat(json(missing).get("code").asText()).isEqualTo("PRECONDITION_REQUIRED");
        assertThat(admin.delete(POLICY).statusCode()).isEqualTo(428);
        platform.clock().advance(Duration.ofSeconds(1));
        HttpResponse<String> second = admin.put(POLICY, "{\"interval\":\"P1W\"}", "If-Match", etag(first));
        assertThat(json(second).get("interval").asText()).isEqualTo("P7D");
        assertThat(admin.put(POLICY, "{\"interval\":\"P3D\"}", "If-Match", etag(first))
                        .statusCode())
                .isEqualTo(412);
        assertThat(admin.put(POLICY, "{\"interval\":\"P1DT12H\"}", "If-Match", "W/\"x\", " + etag(second))
                        .statusCode())
                .isEqualTo(200);
        assertThat(json(admin.get(POLICY)).get("interval").asText()).isEqualTo("PT36H");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|interval is missing",
                "{\"interval\":30}|interval",
                "{\"interval\":\"PT59S\"}|interval",
                "{\"interval\":\"P3661D\"}|interval",
                "{\"interval\":\"P1M\"}|months and years",
                "{\"interval\":\"P1D\",\"publishBefore\":\"P1D\"}|publishBefore",
                "{\"interval\":\"P1D\",\"overlap\":[]}|overlap",
                "{\"interval\":\"P1D\",\"targetProviderId\":\"nowhere\"}|nowhere",
            })
    void policy_wrongMember_isRefusedByName(String body, String said) {
        HttpResponse<String> answer = admin.put(POLICY, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).contains(said);
        assertThat(admin.get(POLICY).statusCode()).isEqualTo(404);
    }
}
