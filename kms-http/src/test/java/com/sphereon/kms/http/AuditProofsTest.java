package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.http.Platform.Person;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, checkpoints and proofs as they are served. That the proofs are right is seen in kms-app. */
class AuditProofsTest {
    private static final String KEY = "{\"alias\":\"key\"}";
    /** Of the second and last checkpoint. */
    private static final int SIGNED = 9;
    /** Three more, which no checkpoint covers. */
    private static final int SIZE = 12;

    private static final Platform platform = new Platform();
    private static final Person service = platform.service();

    @BeforeAll
    static void fill() {
        service.post("/keys", "{\"alias\":\"key\",\"alg\":\"ED25519\"}");
        assertThat(platform.auditor().get("/audit/checkpoint").statusCode()).isEqualTo(200);
        service.sign(KEY);
        service.sign(KEY);
        service.sign(KEY);
        assertThat(platform.kms().checkpoints().sign(new TenantId("acme")).size())
                .as("the test itself")
                .isEqualTo(SIGNED);
        for (int i = SIGNED; i < SIZE; i++) {
            service.sign(KEY);
        }
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static JsonNode ok(String path) {
        HttpResponse<String> answer = service.get("/audit" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("null");
        return json(answer);
    }

    private static String note() {
        return service.get("/audit/checkpoint").body();
    }

    @Test
    void status_someEventsSinceTheCheckpoint_namesBoth() {
        JsonNode status = ok("/status");
        assertThat(status.get("origin").asText()).isEqualTo("kms.localhost/acme");
        assertThat(status.get("size").asInt()).isEqualTo(SIZE);
        assertThat(status.at("/checkpoint/size").asInt()).isEqualTo(SIGNED);
        assertThat(status.get("rootHash")).isNotEqualTo(status.at("/checkpoint/rootHash"));
        assertThat(status.has("alarm")).isFalse();
    }

    @Test
    void status_ofALogWithoutEvents_isThatOfTheEmptyTree() {
        JsonNode status = json(platform.stranger().get("/audit/status"));
        assertThat(status.get("origin").asText()).isEqualTo("kms.localhost/umbrella");
        assertThat(status.get("size").asInt()).isZero();
        assertThat(status.get("rootHash").asText()).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(status.has("checkpoint")).isFalse();
    }

    @Test
    void checkpoint_newest_isTheNoteOfTheList() {
        HttpResponse<String> answer = service.get("/audit/checkpoint");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(0)).isEqualTo("kms.localhost/acme");
        assertThat(lines.get(1)).isEqualTo(Integer.toString(SIGNED));
        assertThat(lines.get(2))
                .isEqualTo(ok("/status").at("/checkpoint/rootHash").asText());
        assertThat(lines.get(3)).isEmpty();
        assertThat(lines.get(4)).startsWith("\u2014 kms.localhost/acme ");
        assertThat(answer.body())
                .isEqualTo(ok("/checkpoints").at("/checkpoints/1/note").asText());
        assertThat(service.get("/audit/checkpoint").body()).as("again").isEqualTo(answer.body());
    }

    @Test
    void checkpoint_ofALogWithoutEvents_notFound() {
        for (String path : List.of("/audit/checkpoint", "/audit/proofs/consistency?from=1")) {
            HttpResponse<String> answer = platform.stranger().get(path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(json(answer).get("message").asText()).contains("no events yet");
        }
    }

    @Test
    void checkpoints_fromASizeOn_thoseInTheirOrder() {
        List<Integer> sizes = new ArrayList<>();
        ok("/checkpoints")
                .get("checkpoints")
                .forEach(one -> sizes.add(one.get("size").asInt()));
        assertThat(sizes).hasSize(2).isSorted().endsWith(SIGNED);
        JsonNode second = ok("/checkpoints?from=" + SIGNED).get("checkpoints");
        assertThat(second).hasSize(1);
        assertThat(second.at("/0/note").asText()).isEqualTo(note());
        assertThat(ok("/checkpoints?limit=1").get("checkpoints")).hasSize(1);
        assertThat(ok("/checkpoints?from=" + (SIGNED + 1)).get("checkpoints")).isEmpty();
    }

    @Test
    void inclusion_withoutSize_isForTheNewestCheckpoint() {
        JsonNode proof = ok("/proofs/inclusion?index=2");
        assertThat(proof.get("index").asInt()).isEqualTo(2);
        assertThat(proof.get("size").asInt()).isEqualTo(SIGNED);
        assertThat(proof.get("rootHash").asText())
                .isEqualTo(note().lines().toList().get(2));
        assertThat(proof.get("leafHash"))
                .isEqualTo(json(platform.auditor().get("/audit/events/2")).get("leafHash"));
        assertThat(proof.get("hashes")).hasSize(4);
    }

    @Test
    void inclusion_withSize_isForThatTree() {
        assertThat(ok("/proofs/inclusion?index=0&size=1").get("hashes")).isEmpty();
        JsonNode proof = ok("/proofs/inclusion?index=11&size=" + SIZE);
        assertThat(proof.get("rootHash")).isEqualTo(ok("/status").get("rootHash"));
        assertThat(proof.get("hashes")).hasSize(3);
    }

    @Test
    void consistency_withAndWithoutTo_endsThere() {
        JsonNode proof = ok("/proofs/consistency?from=4");
        assertThat(proof.get("from").asInt()).isEqualTo(4);
        assertThat(proof.get("to").asInt()).isEqualTo(SIGNED);
        assertThat(proof.get("toRootHash").asText())
                .isEqualTo(note().lines().toList().get(2));
        JsonNode longer = ok("/proofs/consistency?from=4&to=" + SIZE);
        assertThat(longer.get("fromRootHash")).isEqualTo(proof.get("fromRootHash"));
        assertThat(longer.get("toRootHash")).isEqualTo(ok("/status").get("rootHash"));
        assertThat(ok("/proofs/consistency?from=5&to=5").get("hashes")).isEmpty();
    }

    /** Whoever has the index of a fresh signature is told when to come back. */
    @Test
    void inclusion_newerThanTheCheckpoint_comeBackLater() {
        HttpResponse<String> answer = service.get("/audit/proofs/inclusion?index=" + SIGNED);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("60");
        assertThat(json(answer).get("message").asText())
                .isEqualTo("event 9 is newer than the newest checkpoint, of size 9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inclusion | query parameter index is missing",
                "inclusion?size=3 | query parameter index is missing",
                "inclusion?index= | index must be a whole number from 0",
                "inclusion?index=-1 | index must be a whole number from 0",
                "inclusion?index=0x1 | index must be a whole number from 0",
                "inclusion?index=1&index=1 | query parameter index is given more than once",
                "inclusion?index=1&size=0 | size is 0; allowed are 1 to 12",
                "inclusion?index=1&size=13 | size is 13; allowed are 1 to 12",
                "inclusion?index=1&size=x | size must be a whole number from 0",
                "inclusion?index=1&size=999999999999999999 | allowed are 1 to 12",
                "inclusion?index=4&size=4 | index is 4; allowed are 0 to 3, since size is 4",
                "consistency | query parameter from is missing",
                "consistency?to=3 | query parameter from is missing",
                "consistency?from=0 | from is 0; allowed are 1 to 9",
                "consistency?from=10 | from is 10; allowed are 1 to 9",
                "consistency?from=5&to=4 | from is 5; allowed are 1 to 4",
                "consistency?from=1&to=0 | to is 0; allowed are 1 to 12",
                "consistency?from=1&to=13 | to is 13; allowed are 1 to 12",
                "consistency?from=x | from must be a whole number from 0",
                "consistency?from=1&to=1&to=2 | query parameter to is given more than once"
            })
    void proof_badParameter_refusedNamingIt(String query, String sentence) {
        assertRefused("/proofs/" + query, sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=x | from must be a whole number from 0",
                "from=-1 | from must be a whole number from 0",
                "limit=0 | limit is 0; allowed are 1 to 1000",
                "limit=1001 | limit is 1001; allowed are 1 to 1000"
            })
    void checkpoints_badParameter_refusedNamingIt(String query, String sentence) {
        assertRefused("/checkpoints?" + query, sentence);
    }

    private static void assertRefused(String path, String sentence) {
        HttpResponse<String> answer = service.get("/audit" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("message").asText()).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "13", "999999999999999999"})
    void inclusion_ofNoEvent_notFound(String index) {
        HttpResponse<String> answer = service.get("/audit/proofs/inclusion?index=" + index);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("message").asText()).isEqualTo("The audit log has no event " + index);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit/events",
                "/audit/events/0",
                "/audit/status",
                "/audit/checkpoint",
                "/audit/checkpoints",
                "/audit/proofs/inclusion?index=0",
                "/audit/proofs/consistency?from=1"
            })
    void head_ofEachRoute_hasNoBody(String path) {
        HttpResponse<String> head = platform.auditor().send("HEAD", path, null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(platform.auditor().post(path, "{}").statusCode()).isEqualTo(405);
        assertThat(platform.auditor().delete(path).statusCode()).isEqualTo(405);
    }
}
