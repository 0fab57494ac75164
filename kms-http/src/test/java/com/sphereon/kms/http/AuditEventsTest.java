package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What auditors find in the log, by what they ask for. */
class AuditEventsTest {
    private static final String DUTY = "issuer:credential-signing";
    private static final String KEY = "{\"alias\":\"key\"}";

    private static final Platform platform = new Platform();
    private static final Person auditor = platform.auditor();
    /** The whole log, read at once. */
    private static List<JsonNode> log;

    private static String kid;

    /** Something of everything, a second between each. */
    @BeforeAll
    static void fill() {
        Person service = platform.service();
        Person admin = platform.admin();
        List<Runnable> calls = List.of(
                () -> kid = json(service.post("/keys", "{\"alias\":\"key\",\"alg\":\"ED25519\"}"))
                        .at("/keyPair/kid")
                        .asText(),
                () -> service.verify(
                        KEY, json(service.sign(KEY)).get("signature").asText()),
                () -> service.sign("{\"alias\":\"" + DUTY + "\"}"),
                () -> service.sign("{\"kid\":\"" + kid + "\"}"),
                () -> service.sign("{\"alias\":\"nobody\"}"),
                () -> service.post("/keys", "{\"alias\":\"key\"}"),
                () -> service.delete("/keys/key"),
                () -> admin.delete("/keys/nobody"),
                () -> admin.sign(KEY),
                () -> admin.post("/keys/key/state", "{\"state\":\"SUSPENDED\"}"),
                () -> service.sign(KEY),
                () -> platform.stranger().post("/keys", "{\"alias\":\"key\"}"));
        calls.forEach(call -> {
            call.run();
            platform.clock().advance(Duration.ofSeconds(1));
        });
        log = List.copyOf(page("?limit=1000").events());
        assertThat(log).hasSizeGreaterThan(15);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private record Page(List<JsonNode> events, String next) {}

    private static Page page(String query) {
        HttpResponse<String> answer = auditor.get("/audit/events" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("null");
        List<JsonNode> events = new ArrayList<>();
        json(answer).get("events").forEach(events::add);
        return new Page(events, json(answer).path("next").asText(""));
    }

    private static String member(JsonNode record, String name) {
        return record.get("event").path(name).asText("");
    }

    private static List<JsonNode> those(Predicate<JsonNode> wanted) {
        List<JsonNode> found = log.stream().filter(wanted).toList();
        assertThat(found).as("the test itself").isNotEmpty().hasSizeLessThan(log.size());
        return found;
    }

    @Test
    void events_whole_inOrderWithoutHolesAndEachAsItsLeafSays() {
        for (int i = 0; i < log.size(); i++) {
            JsonNode record = log.get(i);
            byte[] leaf = Base64.getDecoder().decode(record.get("leaf").asText());
            assertThat(record.get("index").asInt()).isEqualTo(i);
            assertThat(record.get("event").toString()).isEqualTo(new String(leaf, StandardCharsets.UTF_8));
            assertThat(record.at("/event/index").asInt()).isEqualTo(i);
            assertThat(record.at("/event/tenant").asText()).isEqualTo("acme");
            assertThat(json(auditor.get("/audit/events/" + i))).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void events_inPages_areTheWholeLog(int limit) {
        List<JsonNode> found = new ArrayList<>();
        String next = "0";
        int pages = 0;
        while (!next.isEmpty()) {
            Page page = page("?limit=" + limit + "&cursor=" + next);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.events());
            next = page.next();
            pages++;
        }
        assertThat(found).as("%d pages", pages).isEqualTo(log);
    }

    @Test
    void events_cursorAtAndBeyondTheEnd_emptyAndNothingFollows() {
        for (String cursor : List.of(Integer.toString(log.size()), "100000", "999999999999999999")) {
            assertThat(page("?cursor=" + cursor)).isEqualTo(new Page(List.of(), ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alias, key",
        "alias, nobody",
        "alias, issuer:credential-signing",
        "operation, key.sign",
        "operation, key.delete",
        "operation, key.provision",
        "outcome, started",
        "outcome, succeeded",
        "outcome, refused"
    })
    void events_byOneMember_thoseThatHaveIt(String member, String value) {
        List<JsonNode> expected = those(record -> member(record, member).equals(value));
        assertThat(page("?" + member + "=" + value)).isEqualTo(new Page(expected, ""));
    }

    @Test
    void events_byKidAndByAllAtOnce_thoseWhereAllHolds() {
        assertThat(page("?kid=" + kid).events())
                .isEqualTo(those(record -> member(record, "kid").equals(kid)));
        assertThat(page("?alias=key&operation=key.sign&outcome=succeeded&kid=" + kid)
                        .events())
                .isEqualTo(those(record -> member(record, "alias").equals("key")
                        && member(record, "operation").equals("key.sign")
                        && member(record, "outcome").equals("succeeded")));
        assertThat(page("?alias=key&operation=rotation.cancel").events()).isEmpty();
        assertThat(page("?alias=KEY").events()).isEmpty();
        assertThat(page("?kid=" + kid + "x").events()).isEmpty();
    }

    @Test
    void events_byTime_fromThenOnAndBefore() {
        String from = member(log.get(4), "time");
        String to = member(log.getLast(), "time");
        List<JsonNode> expected = those(record -> member(record, "time").compareTo(from) >= 0
                && member(record, "time").compareTo(to) < 0);
        assertThat(page("?from=" + from + "&to=" + to).events()).isEqualTo(expected);
        assertThat(page("?from=" + from.replace("12:00", "14:00").replace("Z", "%2B02:00") + "&to=" + to)
                        .events())
                .as("with another offset")
                .isEqualTo(expected);
        assertThat(page("?from=" + to + "&to=" + from).events()).isEmpty();
    }

    @Test
    void events_filteredInPages_missNothing() {
        List<JsonNode> expected = those(record -> member(record, "operation").equals("key.sign"));
        List<JsonNode> found = new ArrayList<>();
        String next = "0";
        while (!next.isEmpty()) {
            Page page = page("?operation=key.sign&limit=2&cursor=" + next);
            found.addAll(page.events());
            next = page.next();
        }
        assertThat(found).isEqualTo(expected);
    }

    /** Whatever was refused is there, with whom, what and why. */
    @ParameterizedTest
    @CsvSource({
        "key.sign, BAD_REQUEST, a-service",
        "key.generate, CONFLICT, a-service",
        "key.delete, FORBIDDEN, a-service",
        "key.delete, NOT_FOUND, alice",
        "key.sign, FORBIDDEN, alice",
        "key.sign, CONFLICT, a-service"
    })
    void events_ofWhatWasRefused_nameActorAndCode(String operation, String code, String actor) {
        assertThat(page("?outcome=refused&operation=" + operation).events())
                .filteredOn(record -> member(record, "code").equals(code)
                        && member(record, "actor").equals(actor))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0 | limit is 0; allowed are 1 to 1000",
                "limit=1001 | limit is 1001; allowed are 1 to 1000",
                "limit=99999999999 | limit is 99999999999; allowed are 1 to 1000",
                "limit=-1 | limit must be a whole number from 0 to 999999999999999999",
                "limit=1.0 | limit must be a whole number from 0 to 999999999999999999",
                "limit= | limit must be a whole number from 0 to 999999999999999999",
                "limit=%D9%A1 | limit must be a whole number from 0 to 999999999999999999",
                "limit=1&limit=1 | query parameter limit is given more than once",
                "cursor=-1 | cursor must be a whole number from 0 to 999999999999999999",
                "cursor=01 | cursor must be a whole number from 0 to 999999999999999999",
                "cursor=next | cursor must be a whole number from 0 to 999999999999999999",
                "cursor=1000000000000000000 | cursor must be a whole number from 0 to 999999999999999999",
                "from=yesterday | from 'yesterday' is not a date and time",
                "to=2026-01-01 | to '2026-01-01' is not a date and time",
                "to=2026-13-01T00:00:00Z | is not a date and time",
                "alias= | alias",
                "alias=a%0Ab | alias",
                "kid= | kid",
                "operation=KEY.SIGN | operation",
                "operation= | operation",
                "outcome=ok | outcome",
                "outcome=SUCCEEDED | allowed are started, succeeded, refused, failed",
                "alias=%FF | alias"
            })
    void events_badParameter_refusedNamingIt(String query, String sentence) {
        HttpResponse<String> answer = auditor.get("/audit/events?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("message").asText()).contains(sentence);
        assertThat(json(answer).get("code").asText()).isEqualTo("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "999999999999999999"})
    void event_beyondTheEnd_notFound(String index) {
        HttpResponse<String> answer = auditor.get("/audit/events/" + index);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("message").asText()).isEqualTo("The audit log has no event " + index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "00", "1.0", "x", "1000000000000000000", "%2B1"})
    void event_whatIsNoIndex_notFound(String index) {
        HttpResponse<String> answer = auditor.get("/audit/events/" + index);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).get("message").asText()).contains("numbered from 0");
    }
}
