package com.sphereon.kms.http;

import static com.sphereon.kms.http.HttpFixture.PROVIDER;
import static com.sphereon.kms.http.HttpFixture.json;
import static com.sphereon.kms.http.Platform.etag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.http.Platform.Person;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that come, change and go while the server runs. */
class ProviderAdministrationTest {
    private static final String MEMORY = "\"configuration\":{\"keyStore\":{\"type\":\"MEMORY\"}}";
    private static final String CLOUD = "/providers/cloud";
    private static final String CONFIGURATION = CLOUD + "/configuration";

    @TempDir
    Path folder;

    private final Platform platform = new Platform();
    private final Person peter = platform.platformAdmin();
    private final Person service = platform.service();
    private final Person stranger = platform.stranger();

    @AfterEach
    void stop() {
        platform.close();
    }

    /** A software provider with keys in memory. */
    private static String body(String id, String members) {
        return "{\"providerId\":\"" + id + "\",\"type\":\"SOFTWARE\"," + MEMORY
                + (members.isEmpty() ? "" : "," + members) + "}";
    }

    private HttpResponse<String> register(String id, String members) {
        HttpResponse<String> created = peter.post("/providers", body(id, members));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created;
    }

    private static void assertRefused(int status, HttpResponse<String> answer, String... said) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("message").asText()).contains(said);
    }

    private static List<String> ids(HttpResponse<String> list) {
        return json(list).get("providers").findValuesAsText("providerId");
    }

    private HttpResponse<String> key(Person by, String alias) {
        return by.post(CLOUD + "/keys", "{\"alias\":\"" + alias + "\"}");
    }

    @Test
    void create_sharedWithAll_servesEveryTenantAtOnce() {
        HttpResponse<String> created = register("cloud", "\"sharedWithAll\":true,\"displayName\":\"The cloud\"");

        assertThat(created.headers().firstValue("Location")).contains("/api/kms/v1/providers/cloud/configuration");
        assertThat(etag(created)).isNotEqualTo("\"0\"");
        HttpResponse<String> configuration = peter.get(CONFIGURATION);
        assertThat(json(configuration)).isEqualTo(json(created));
        assertThat(etag(configuration)).isEqualTo(etag(created));
        assertThat(json(created).get("createdBy").asText()).isEqualTo("peter");
        assertThat(json(created).get("source").asText()).isEqualTo("REGISTRY");

        assertThat(key(service, "key").statusCode()).isEqualTo(201);
        assertThat(service.sign("{\"alias\":\"key\"}").statusCode()).isEqualTo(201);
        assertThat(key(stranger, "key").statusCode()).isEqualTo(201);
        JsonNode seen = json(service.get(CLOUD));
        assertThat(seen.toString())
                .isEqualTo("{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"displayName\":\"The cloud\","
                        + "\"ownership\":\"PLATFORM\",\"sharedFromPlatform\":true,\"isDefault\":false}");
        assertThat(ids(service.get("/providers"))).contains("cloud");
        assertThat(ids(service.get("/capabilities"))).contains("cloud");
        assertThat(service.get(CLOUD + "/capabilities").statusCode()).isEqualTo(200);
    }

    @Test
    void create_ofATenant_isSeenByThatTenantOnly() {
        HttpResponse<String> created = register("cloud", "\"ownership\":\"TENANT\",\"tenantId\":\"acme\"");

        assertThat(created.headers().firstValue("Location"))
                .contains("/api/kms/v1/providers/cloud/configuration?tenantId=acme");
        assertThat(json(service.get(CLOUD)).get("ownership").asText()).isEqualTo("TENANT");
        assertThat(json(service.get(CLOUD)).get("sharedFromPlatform").asBoolean())
                .isFalse();
        assertThat(key(service, "key").statusCode()).isEqualTo(201);
        assertLikeUnknown(stranger);
        assertRefused(404, peter.get(CONFIGURATION), "Provider not found");
        assertThat(peter.get(CONFIGURATION + "?tenantId=acme").statusCode()).isEqualTo(200);
        assertRefused(404, peter.get(CONFIGURATION + "?tenantId=umbrella"), "Provider not found");
        assertRefused(400, peter.get(CONFIGURATION + "?tenantId=ACME"), "tenant 'ACME' is not allowed");
        assertRefused(409, peter.post("/providers", body("cloud", "")), "there is a provider 'cloud' already");
        register("cloud", "\"ownership\":\"TENANT\",\"tenantId\":\"umbrella\"");
        HttpResponse<String> theirs = peter.get(CONFIGURATION + "?tenantId=umbrella");
        assertThat(peter.delete(CLOUD + "?tenantId=umbrella", "If-Match", etag(theirs))
                        .statusCode())
                .isEqualTo(204);
        assertThat(service.sign("{\"alias\":\"key\"}").statusCode()).isEqualTo(201);
    }

    @Test
    void create_sharedWithSome_isSeenByThemOnly() {
        register("cloud", "\"sharedWith\":[\"umbrella\"]");

        assertThat(key(stranger, "key").statusCode()).isEqualTo(201);
        assertLikeUnknown(service);
    }

    /** In status and words, on every path that has a provider in it. */
    private static void assertLikeUnknown(Person person) {
        for (String end : List.of("", "/keys", "/keys/x", "/capabilities")) {
            HttpResponse<String> hidden = person.get(CLOUD + end);
            HttpResponse<String> unknown = person.get("/providers/nobody" + end);
            assertThat(hidden.statusCode()).as(end).isEqualTo(404).isEqualTo(unknown.statusCode());
            assertThat(hidden.body()).isEqualTo(unknown.body().replace("nobody", "cloud"));
        }
        for (String end : List.of("/keys", "/keys/generate")) {
            assertThat(person.post(CLOUD + end, "{\"alias\":\"x\"}").statusCode())
                    .as(end)
                    .isEqualTo(404);
        }
        assertThat(person.get("/keys?providerId=cloud").statusCode()).isEqualTo(404);
        assertThat(person.post("/keys", "{\"alias\":\"x\",\"providerId\":\"cloud\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(ids(person.get("/providers"))).doesNotContain("cloud");
        assertThat(ids(person.get("/capabilities"))).doesNotContain("cloud");
    }

    @Test
    void hidden_provider_isFoundOnlyByThoseWhoSayThatTheyMeanIt() {
        HttpResponse<String> created = register("cloud", "\"system\":true");

        assertThat(created.headers().firstValue("Location"))
                .contains("/api/kms/v1/providers/cloud/configuration?scope=all");
        assertLikeUnknown(service);
        assertRefused(404, peter.get(CONFIGURATION), "Provider not found");
        assertRefused(404, peter.post(CLOUD + "/validate", ""), "Provider not found");
        assertRefused(404, peter.put(CLOUD, body("cloud", ""), "If-Match", "*"), "Provider not found");
        assertRefused(404, peter.delete(CLOUD, "If-Match", "*"), "Provider not found");
        assertThat(ids(peter.get("/providers"))).doesNotContain("cloud");
        assertThat(peter.get(CONFIGURATION + "?scope=all").statusCode()).isEqualTo(200);
        assertThat(peter.delete(CLOUD + "?scope=all", "If-Match", etag(created)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void list_scopeAll_isForThePlatformOnlyAndHasEverything() {
        register("cloud", "\"system\":true");
        register("mine", "\"ownership\":\"TENANT\",\"tenantId\":\"acme\"");
        register("off", "\"enabled\":false");

        JsonNode all = json(peter.get("/providers?scope=all")).get("providers");
        assertThat(all.findValuesAsText("providerId"))
                .containsExactlyInAnyOrder(PROVIDER, HttpFixture.SECOND_PROVIDER, "cloud", "mine", "off");
        assertThat(all.findValuesAsText("source")).contains("REGISTRY", "CONFIGURATION");
        assertThat(all.findValuesAsText("tenantId")).containsExactly("acme");
        assertThat(ids(service.get("/providers"))).contains("mine").doesNotContain("cloud", "off");
        assertThat(service.get("/providers?scope=all").statusCode()).isEqualTo(403);
        assertThat(platform.admin().get("/providers?scope=all").statusCode()).isEqualTo(403);
        assertRefused(400, peter.get("/providers?scope=some"), "scope must be all");
        assertRefused(400, peter.get("/providers?scope="), "scope must be all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json | not valid JSON",
                "[] | the body",
                "{} | providerId is missing",
                "{\"providerId\":1} | providerId",
                "{\"providerId\":\"NO\",\"type\":\"SOFTWARE\",\"configuration\":{}} | providerId 'NO'",
                "{\"providerId\":\"cloud\",\"type\":\"TPM\",\"configuration\":{}} | type 'TPM' is not allowed; allowed are AWS_KMS",
                "{\"providerId\":\"cloud\",\"type\":\"CSC\",\"configuration\":{}} | type 'CSC' is not available",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\"} | configuration is missing",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":null} | configuration is missing",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":[]} | configuration",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keystore\":{}}} | configuration.keystore is unknown for type SOFTWARE; allowed are keyStore.type",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"type\":\"file\"}}} | configuration.keyStore.type 'file' is not allowed; allowed are MEMORY, FILE",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"masterKey\":\"canary\"}}} | configuration.keyStore.masterKey must say where the secret is, as env:NAME or file:/path, not the secret itself",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"masterKey\":\"env:KMS_TEST_CANARY_VARIABLE\"}}} | configuration.keyStore.masterKey names environment variable KMS_TEST_CANARY_VARIABLE, which is not set",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"masterKey\":\"file:/run/\\ud800\"}}} | configuration.keyStore.masterKey names a file by what is no path on this system",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"masterKey\":\"file:/dev/zero\"}}} | configuration.keyStore.masterKey names /dev/zero, which is not a plain file",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"path\":7}}} | configuration.keyStore.path must be text",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{},\"enabled\":\"yes\"} | enabled",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{},\"sharedWith\":\"acme\"} | sharedWith",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{},\"sharedWith\":[null]} | sharedWith",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{},\"ownership\":\"APPLICATION\"} | ownership 'APPLICATION' is not allowed; allowed are PLATFORM, TENANT",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{},\"visible\":true} | visible is unknown; allowed are providerId",
            })
    void create_wrongMember_isRefusedByNameAndRegistersNothing(String body, String said) {
        HttpResponse<String> answer = peter.post("/providers", body);

        assertRefused(400, answer, said);
        assertThat(answer.body()).doesNotContain("canary");
        assertThat(ids(peter.get("/providers?scope=all"))).hasSize(2);
    }

    @Test
    void create_otherMediaTypeOrTooLong_isRefused() {
        assertThat(peter.send("POST", "/providers", null).statusCode()).isEqualTo(400);
        String longName = "\"displayName\":\"" + "x".repeat(70_000) + "\"";
        assertThat(peter.post("/providers", body("cloud", longName)).statusCode())
                .isEqualTo(413);
        assertThat(peter.post("/providers", body("cloud", "\"displayName\":\"" + "x".repeat(161) + "\""))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void create_repeatedWithTheSameKey_isDoneOnce() {
        String[] key = {"Idempotency-Key", "one"};
        HttpResponse<String> first = peter.post("/providers", body("cloud", ""), key);
        HttpResponse<String> again = peter.post("/providers", body("cloud", ""), key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(peter.post("/providers", body("other", ""), key).statusCode())
                .isEqualTo(422);
        assertRefused(409, peter.post("/providers", body("cloud", "")), "there is a provider 'cloud' already");
    }

    @Test
    void put_condition_isNeededAndHolds() {
        String first = etag(register("cloud", "\"sharedWithAll\":true"));
        String renamed = body("cloud", "\"sharedWithAll\":true,\"displayName\":\"Renamed\"");

        assertRefused(428, peter.put(CLOUD, renamed), "If-Match is missing");
        assertRefused(400, peter.put(CLOUD, renamed, "If-Match", "x"), "If-Match");
        assertRefused(412, peter.put(CLOUD, renamed, "If-Match", "\"other\""), "If-Match does not name");
        assertRefused(404, peter.put("/providers/nobody", renamed, "If-Match", "*"), "Provider not found");
        HttpResponse<String> changed = peter.put(CLOUD, renamed, "If-Match", first);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(changed).get("displayName").asText()).isEqualTo("Renamed");
        assertThat(etag(changed)).isNotEqualTo(first);
        assertRefused(412, peter.put(CLOUD, renamed, "If-Match", first), "If-Match does not name");
        assertRefused(412, peter.delete(CLOUD, "If-Match", first), "If-Match does not name");
        assertThat(json(service.get(CLOUD)).get("displayName").asText()).isEqualTo("Renamed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"providerId\":\"other\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"type\":\"MEMORY\"}}} | providerId cannot be changed",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"type\":\"MEMORY\"}},\"ownership\":\"TENANT\",\"tenantId\":\"acme\"} | ownership cannot be changed",
                "{\"providerId\":\"cloud\",\"type\":\"REST\",\"configuration\":{}} | type 'REST' is not available",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\"} | configuration is missing",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"cryptographyProvider\":\"JVM\"}} | configuration.cryptographyProvider 'JVM' is not allowed",
                "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"configuration\":{\"keyStore\":{\"masterKey\":\"file:/no/such/file\"}}} | configuration.keyStore.masterKey names file /no/such/file, which cannot be read",
            })
    void put_whatCannotBe_isRefusedByNameAndTheOldOneServes(String body, String said) {
        register("cloud", "\"sharedWithAll\":true");
        assertThat(key(service, "key").statusCode()).isEqualTo(201);

        assertRefused(400, peter.put(CLOUD, body, "If-Match", "*"), said);

        assertThat(service.sign("{\"alias\":\"key\"}").statusCode()).isEqualTo(201);
    }

    /** The whole answer can be sent back with something changed in it. */
    @Test
    void put_whatWasAnswered_isUnderstood() {
        HttpResponse<String> created = register("cloud", "\"sharedWith\":[\"acme\"]");
        String edited = created.body().replace("Software KMS", "Edited");

        HttpResponse<String> changed = peter.put(CLOUD, edited, "If-Match", etag(created));

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(changed).get("displayName").asText()).isEqualTo("Edited");
        assertThat(json(changed).get("sharedWith").toString()).isEqualTo("[\"acme\"]");
    }

    @Test
    void delete_withKeys_isAConflictWithTheirNumber() {
        register("cloud", "\"sharedWithAll\":true");
        key(service, "one");
        key(service, "two");
        key(stranger, "three");

        assertRefused(428, peter.delete(CLOUD), "If-Match is missing");
        assertRefused(409, peter.delete(CLOUD, "If-Match", "*"), "provider 'cloud' holds 3 live keys");
        assertThat(service.sign("{\"alias\":\"one\"}").statusCode()).isEqualTo(201);
        for (String alias : List.of("one", "two")) {
            assertThat(platform.admin().delete("/keys/" + alias).statusCode()).isEqualTo(204);
        }
        assertRefused(409, peter.delete(CLOUD, "If-Match", "*"), "holds 1 live key;");
        assertThat(stranger.delete("/keys/three").statusCode()).isEqualTo(204);

        assertThat(peter.delete(CLOUD, "If-Match", "*").statusCode()).isEqualTo(204);

        assertRefused(404, peter.delete(CLOUD, "If-Match", "*"), "Provider not found");
        assertLikeUnknown(service);
    }

    @Test
    void declared_changeOrRemove_isAConflictThatNamesTheKey() {
        String said = "is declared in the configuration, by the key kms.providers." + PROVIDER;

        assertRefused(409, peter.put("/providers/" + PROVIDER, body(PROVIDER, ""), "If-Match", "*"), said);
        assertRefused(409, peter.put("/providers/" + PROVIDER, "{}"), said);
        assertRefused(409, peter.delete("/providers/" + PROVIDER), said);
        assertRefused(409, peter.post("/providers", body(PROVIDER, "")), "there is a provider");
        HttpResponse<String> configuration = peter.get("/providers/" + PROVIDER + "/configuration");
        assertThat(json(configuration).get("source").asText()).isEqualTo("CONFIGURATION");
        assertThat(etag(configuration)).isEqualTo("\"0\"");
    }

    @Test
    void validate_whatWorks_isTold() throws IOException {
        Path secret = Files.writeString(
                folder.resolve("master"), Base64.getEncoder().encodeToString(new byte[32]), StandardCharsets.US_ASCII);
        String configuration = "{\"providerId\":\"cloud\",\"type\":\"SOFTWARE\",\"sharedWithAll\":true,"
                + "\"configuration\":{\"keyStore\":{\"path\":\"%s\",\"masterKey\":\"file:%s\"}}}"
                        .formatted(folder.resolve("keys"), secret);
        HttpResponse<String> created = peter.post("/providers", configuration);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(json(created).at("/configuration/keyStore/masterKey").asText())
                .isEqualTo("file:" + secret);

        HttpResponse<String> good = peter.post(CLOUD + "/validate", "");
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(json(good).get("valid").asBoolean()).as(good.body()).isTrue();
        assertThat(json(good).get("checks").findValuesAsText("name"))
                .containsExactly("credentials", "reachable", "capabilities");

        Files.delete(secret);
        HttpResponse<String> bad = peter.post(CLOUD + "/validate", "");
        assertThat(bad.statusCode()).isEqualTo(200);
        assertThat(json(bad).get("valid").asBoolean()).isFalse();
        assertThat(bad.body()).contains("which cannot be read");
        assertRefused(404, peter.post("/providers/nobody/validate", ""), "Provider not found");
        assertRefused(404, peter.post("/providers/NO/validate", ""), "Provider not found");
    }

    @Test
    void narrowedToken_anything_isForbidden() {
        register("cloud", "");
        Person narrowed = platform.narrowedPlatformAdmin();

        assertRefused(403, narrowed.post("/providers", body("other", "")), "does not administer providers");
        assertRefused(403, narrowed.put(CLOUD, body("cloud", ""), "If-Match", "*"), "does not administer providers");
        assertRefused(403, narrowed.delete(CLOUD, "If-Match", "*"), "does not administer providers");
        assertRefused(403, narrowed.get(CONFIGURATION), "does not administer providers");
        assertRefused(403, narrowed.post(CLOUD + "/validate", ""), "does not administer providers");
        assertRefused(403, narrowed.get("/providers?scope=all"), "does not administer providers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "tenant-admin", "auditor"})
    void otherRoles_anything_isForbiddenAndRecorded(String role) {
        register("cloud", "\"sharedWithAll\":true");
        Person other = platform.person("acme", "mallory", List.of(role));

        assertThat(other.post("/providers", body("other", "")).statusCode()).isEqualTo(403);
        assertThat(other.put(CLOUD, body("cloud", ""), "If-Match", "*").statusCode())
                .isEqualTo(403);
        assertThat(other.delete(CLOUD, "If-Match", "*").statusCode()).isEqualTo(403);
        assertThat(other.get(CONFIGURATION).statusCode()).isEqualTo(403);
        assertThat(other.post(CLOUD + "/validate", "").statusCode()).isEqualTo(403);
        assertThat(platform.auditor().get("/audit/events").body()).contains("provider.administer", "mallory");
    }

    @Test
    void changes_each_areRecordedInTheLogOfTheAdministratorsTenant() {
        register("cloud", "");
        peter.put(CLOUD, body("cloud", "\"displayName\":\"x\""), "If-Match", "*");
        peter.post(CLOUD + "/validate", "");
        peter.delete(CLOUD, "If-Match", "*");

        String log = platform.person("platform", "otto", List.of("auditor"))
                .get("/audit/events")
                .body();
        assertThat(log).contains("provider.create", "provider.change", "provider.validate", "provider.delete", "cloud");
        assertThat(platform.auditor().get("/audit/events").body()).doesNotContain("provider.");
    }

    /** Which of two by one name it was, the log says by the id that their administrator was shown. */
    @Test
    void changes_refused_areRecordedToo() {
        String id = json(register("cloud", "\"ownership\":\"TENANT\",\"tenantId\":\"acme\""))
                .get("registrationId")
                .asText();
        String cloud = CLOUD + "?tenantId=acme";
        Person narrowed = platform.narrowedPlatformAdmin();
        int before = events().size();

        assertRefused(403, narrowed.put(cloud, body("cloud", ""), "If-Match", "*"), "does not administer providers");
        assertRefused(403, narrowed.delete(cloud, "If-Match", "*"), "does not administer providers");
        assertRefused(412, peter.delete(cloud, "If-Match", "\"other\""), "If-Match does not name");
        assertThat(peter.delete(cloud, "If-Match", "*").statusCode()).isEqualTo(204);
        assertRefused(404, peter.delete(cloud, "If-Match", "*"), "Provider not found");
        assertRefused(409, peter.put("/providers/" + PROVIDER, "{}"), "is declared in the configuration");

        List<JsonNode> recorded = events().subList(before, events().size());
        assertThat(recorded)
                .extracting(event -> event.get("operation").asText() + " "
                        + event.get("outcome").asText() + " "
                        + event.path("resourceId").asText().equals(id))
                .containsExactly(
                        "provider.change started true",
                        "provider.change refused true",
                        "provider.delete started true",
                        "provider.delete refused true",
                        "provider.delete started true",
                        "provider.delete refused true",
                        "provider.delete started true",
                        "provider.delete succeeded true",
                        "provider.delete started false",
                        "provider.delete refused false",
                        "provider.change started false",
                        "provider.change refused false");
    }

    private List<JsonNode> events() {
        JsonNode events = json(platform.person("platform", "otto", List.of("auditor"))
                        .get("/audit/events?limit=100"))
                .get("events");
        return StreamSupport.stream(events.spliterator(), false)
                .map(row -> row.get("event"))
                .toList();
    }

    @Test
    void ready_providers_areThoseThatAllTenantsSee() {
        register("cloud", "\"sharedWithAll\":true");
        register("for-nobody", "");
        register("for-some", "\"sharedWith\":[\"acme\"]");
        register("of-one", "\"ownership\":\"TENANT\",\"tenantId\":\"acme\"");
        register("license", "\"system\":true");
        register("off", "\"enabled\":false");

        HttpResponse<String> ready = platform.ready();

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready).get("checks").findValuesAsText("name"))
                .contains("provider cloud", "provider registry")
                .doesNotContain(
                        "provider license",
                        "provider off",
                        "provider for-nobody",
                        "provider for-some",
                        "provider of-one");
    }
}
