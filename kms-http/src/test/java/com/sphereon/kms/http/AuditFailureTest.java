package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.http.Platform.Person;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log cannot be written, is not for everybody, or was changed: what callers and operators see of that. */
class AuditFailureTest {
    private static final String INDEX = "X-KMS-Audit-Index";
    private static final String KEY = "{\"alias\":\"key\"}";
    private static final TenantId ACME = new TenantId("acme");
    private static final String EVENT = "/audit/events/0";

    private final UnreliablePersistence database = new UnreliablePersistence();
    private final Platform platform = new Platform(database.persistence());
    private final Person service = platform.service();
    private final Person admin = platform.admin();
    private final Person auditor = platform.auditor();
    private String signature;

    @BeforeEach
    void makeKey() {
        assertThat(service.post("/keys", "{\"alias\":\"key\",\"alg\":\"ED25519\"}")
                        .statusCode())
                .isEqualTo(201);
        signature = json(service.sign(KEY)).get("signature").asText();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private long size() {
        return json(auditor.get("/audit/status")).get("size").asLong();
    }

    private JsonNode newest() {
        return json(auditor.get("/audit/events/" + (size() - 1))).get("event");
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(after -> assertThat(after).matches("[1-9][0-9]*"));
        assertThat(answer.headers().firstValue(INDEX)).isEmpty();
        assertThat(json(answer).has("signature")).isFalse();
        assertThat(json(answer).has("isValid")).isFalse();
        assertThat(json(answer).get("message").asText()).startsWith("The audit record could not be written");
    }

    @Test
    void signAndVerify_done_nameTheirEvent() {
        for (Supplier<HttpResponse<String>> call : List.<Supplier<HttpResponse<String>>>of(
                () -> service.sign(KEY), () -> service.verify(KEY, signature), () -> service.verify(KEY, "AAAA"))) {
            HttpResponse<String> answer = call.get();
            assertThat(answer.statusCode()).isIn(200, 201);
            assertThat(answer.headers().firstValue(INDEX)).contains(Long.toString(size() - 1));
            assertThat(newest().get("outcome").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void signAndVerify_refused_nameNoEventButHaveOne() {
        admin.post("/keys/key/state", "{\"state\":\"SUSPENDED\"}");
        for (Supplier<HttpResponse<String>> call : List.<Supplier<HttpResponse<String>>>of(
                () -> service.sign("{\"alias\":\"nobody\"}"),
                () -> service.sign(KEY),
                () -> admin.sign(KEY),
                () -> platform.narrowed("issuer").sign(KEY),
                () -> service.verify("{\"alias\":\"nobody\"}", signature))) {
            long before = size();
            HttpResponse<String> answer = call.get();
            assertThat(answer.statusCode()).isIn(400, 403, 409);
            assertThat(answer.headers().firstValue(INDEX)).isEmpty();
            assertThat(size()).isEqualTo(before + 1);
            assertThat(newest().get("outcome").asText()).isEqualTo("refused");
        }
    }

    /** There is nothing to record: not even what is asked for is known. */
    @Test
    void sign_bodyOrTokenThatSaysNothing_refusedWithoutAnEvent() {
        long before = size();
        assertThat(service.post("/signatures/raw/create", "no json").statusCode())
                .isEqualTo(400);
        assertThat(service.post("/signatures/raw/create", "{}").statusCode()).isEqualTo(400);
        assertThat(platform.person("acme", "nobody", List.of("nobody"))
                        .sign(KEY)
                        .statusCode())
                .isEqualTo(403);
        assertThat(size()).isEqualTo(before);
    }

    @Test
    void anyUse_recordCannotBeWritten_unavailableAndNothingIsHandedOut() {
        database.lost = event -> true;
        assertUnavailable(service.sign(KEY));
        assertUnavailable(service.verify(KEY, signature));
        assertUnavailable(service.sign("{\"alias\":\"nobody\"}"));
        assertUnavailable(service.delete("/keys/key"));
        assertUnavailable(admin.delete("/keys/key"));
        assertUnavailable(service.post("/keys", "{\"alias\":\"other\"}"));
        assertUnavailable(admin.post("/keys/key/state", "{\"state\":\"SUSPENDED\"}"));
        assertUnavailable(admin.post("/keys/key/rotations", ""));
        assertThat(auditor.get("/keys").statusCode()).as("what only looks").isEqualTo(200);

        database.lost = event -> false;
        assertThat(service.get("/keys/other").statusCode()).isEqualTo(404);
        assertThat(json(service.get("/keys/key")).at("/keyInfo/keyState").asText())
                .isEqualTo("ACTIVE");
        assertThat(service.sign(KEY).statusCode()).isEqualTo(201);
    }

    /** What was done already is not undone, and the event of its beginning tells that it may have been done. */
    @Test
    void change_recordOfItsEndCannotBeWritten_unavailableAndItsBeginningIsThere() {
        database.lost = event -> !event.outcome().equals(AuditOutcome.STARTED);
        assertUnavailable(service.post("/keys", "{\"alias\":\"other\"}"));

        assertThat(newest().get("operation").asText()).isEqualTo("key.generate");
        assertThat(newest().get("outcome").asText()).isEqualTo("started");
        assertThat(service.get("/keys/other").statusCode()).isEqualTo(200);
    }

    /** It reads the whole tenant's, and what one service did is no business of the other's. */
    @Test
    void narrowedService_provesButDoesNotRead() {
        Person narrowed = platform.narrowed("issuer");
        for (String path : List.of("/audit/events", EVENT)) {
            assertThat(narrowed.get(path).statusCode()).isEqualTo(403);
        }
        Person both = platform.narrowed("issuer", "service", "auditor");
        for (String path : List.of("/audit/events", EVENT)) {
            HttpResponse<String> answer = both.get(path);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(json(answer).get("message").asText()).contains("whole tenant");
        }
        for (String path : List.of(
                "/audit/status", "/audit/checkpoint", "/audit/checkpoints", "/audit/proofs/inclusion?index=0")) {
            assertThat(narrowed.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void stranger_seesALogOfItsOwn() {
        Person stranger = platform.stranger();
        assertThat(json(stranger.get("/audit/events")).get("events")).isEmpty();
        assertThat(stranger.get(EVENT).statusCode()).isEqualTo(404);
        assertThat(stranger.get("/audit/proofs/inclusion?index=0").statusCode()).isEqualTo(404);
        assertThat(json(stranger.get("/audit/checkpoints")).get("checkpoints")).isEmpty();
        assertThat(stranger.sign(KEY).statusCode()).isEqualTo(400);

        JsonNode theirs = json(stranger.get(EVENT)).get("event");
        assertThat(theirs.get("tenant").asText()).isEqualTo("umbrella");
        assertThat(theirs.get("code").asText()).isEqualTo("BAD_REQUEST");
        assertThat(size()).isEqualTo(3);
    }

    /** A key that the duty may not use now: there is no checkpoint, and whoever asks is told why. */
    @Test
    void checkpoint_keyOfTheDutyDoesNotSign_conflict() {
        admin.put("/signing-keys/audit/audit-checkpoint", "{\"enabled\":false}", "If-Match", "*");
        for (String path : List.of("/audit/checkpoint", "/audit/proofs/inclusion?index=0")) {
            HttpResponse<String> answer = service.get(path);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
            assertThat(json(answer).get("message").asText()).contains("cannot be signed", "audit:audit-checkpoint");
        }
        assertThat(service.get("/audit/proofs/inclusion?index=0&size=2").statusCode())
                .isEqualTo(200);
    }

    private String metric() {
        return platform.getAtRoot("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("kms_audit_alarms"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode check() {
        HttpResponse<String> ready = platform.getAtRoot("/ready");
        assertThat(ready.statusCode()).as("requests are answered all the same").isEqualTo(200);
        JsonNode check = json(ready).get("checks").get(json(ready).get("checks").size() - 1);
        assertThat(check.get("name").asText()).isEqualTo("audit log");
        return check;
    }

    @Test
    void alarm_eventsGone_isInStatusReadinessAndMetric() {
        assertThat(service.get("/audit/checkpoint").statusCode()).isEqualTo(200);
        assertThat(metric()).isEqualTo("kms_audit_alarms 0.0");
        assertThat(check().get("status").asText()).isEqualTo("UP");
        service.sign(KEY);
        database.cut = 5;

        assertThatThrownBy(() -> platform.kms().checkpoints().sign(ACME)).isInstanceOf(IntegrityException.class);

        assertThat(metric()).isEqualTo("kms_audit_alarms 1.0");
        assertThat(check().get("status").asText()).isEqualTo("DOWN");
        assertThat(check().get("reason").asText()).contains("changed", ": 1").doesNotContain("acme");
        assertThat(json(service.get("/audit/status")).get("alarm").asText()).contains("events were there");
        assertThat(json(platform.stranger().get("/audit/status")).has("alarm")).isFalse();
        assertThat(service.sign(KEY).statusCode()).as("services go on").isEqualTo(201);
    }

    @Test
    void events_oneThatWasChanged_isNotServedAsGood() {
        database.changed = record -> record.index() == 1 ? new AuditRecord(1, new byte[0], record.leafHash()) : record;
        for (String path : List.of("/audit/events", "/audit/events/1", "/audit/proofs/inclusion?index=1&size=2")) {
            HttpResponse<String> answer = auditor.get(path);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
            assertThat(json(answer).get("message").asText()).contains("event 1", "changed");
        }
        assertThat(auditor.get("/audit/events?limit=1").statusCode()).isEqualTo(200);
        assertThat(auditor.get("/audit/events?cursor=2").statusCode()).isEqualTo(200);
        assertThat(metric()).isEqualTo("kms_audit_alarms 1.0");
    }
}
