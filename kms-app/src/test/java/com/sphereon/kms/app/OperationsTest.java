package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands beside the API: health, facts, the document, and the header that ties calls together. */
class OperationsTest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private static RunningKms kms;
    private static KmsClient client;

    @BeforeAll
    static void start(@TempDir Path dataDirectory) {
        kms = RunningKms.start(dataDirectory);
        client = kms.client();
    }

    @AfterAll
    static void stop() {
        kms.close();
    }

    @Test
    void health_running_isOk() {
        assertThat(client.getAtRoot("/health").expect(200).text()).isEqualTo("OK");
    }

    @Test
    void ready_running_isUp() {
        JsonNode ready = client.getAtRoot("/ready").expect(200).json();

        assertThat(ready.get("status").textValue()).isEqualTo("UP");
        assertThat(ready.get("checks")).isNotEmpty().allSatisfy(check -> {
            assertThat(check.get("status").textValue()).isEqualTo("UP");
            assertThat(check.has("reason")).isFalse();
        });
        assertThat(ready.get("checks").findValuesAsText("name"))
                .anyMatch(name -> name.contains("database"))
                .anyMatch(name -> name.contains(RunningKms.PROVIDER));
    }

    @Test
    void version_running_namesTheBuild() {
        JsonNode version = client.getAtRoot("/version").expect(200).json();

        assertThat(version.get("name").textValue()).isNotBlank();
        assertThat(version.get("version").textValue()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        if (version.has("buildTime")) {
            assertThat(Instant.parse(version.get("buildTime").textValue())).isNotNull();
        }
    }

    @Test
    void openApi_served_isTheWrittenDocument() {
        JsonNode served = client.getAtRoot("/openapi.json").expect(200).json();

        assertThat(served.get("paths")).isEqualTo(PublishedApi.document().get("paths"));
        assertThat(served.get("components")).isEqualTo(PublishedApi.document().get("components"));
        assertThat(served.at("/servers/0/url").textValue()).isEqualTo(KmsClient.BASE_PATH);
        assertThat(served.at("/openapi").textValue()).startsWith("3.1");
        assertThat(served.at("/info/version"))
                .isEqualTo(client.getAtRoot("/version").json().get("version"));
    }

    /** Asks each path for a method it does not have: the header Allow then tells what is really served there. */
    @Test
    void openApi_operations_areThoseServed() {
        for (String path : documentedPaths()) {
            boolean beneath = !path.startsWith("//");
            String concrete = (beneath ? path : path.substring(1))
                    .replace("{providerId}", RunningKms.PROVIDER)
                    .replaceAll("\\{\\w+}", "x");
            Answer answer = beneath
                    ? client.send("PATCH", concrete, BodyPublishers.noBody())
                    : client.sendAtRoot("PATCH", concrete);

            Set<String> served = new HashSet<>(Arrays.asList(
                    answer.expect(405).header("Allow").orElseThrow().split(", *")));
            served.retainAll(METHODS);
            assertThat(served).as(path).isEqualTo(documentedMethods(concrete, beneath));
        }
    }

    private static Set<String> documentedPaths() {
        return PublishedApi.operations().stream()
                .map(operation -> operation.split(" ")[1])
                .collect(Collectors.toSet());
    }

    /** Of all paths that fit: {@code /keys/import} is a key's path too. */
    private static Set<String> documentedMethods(String concrete, boolean beneath) {
        return PublishedApi.operations().stream()
                .map(operation -> List.of(operation.split(" ")))
                .filter(operation -> operation.get(1).startsWith("//") != beneath)
                .filter(operation -> concrete.matches(
                        operation.get(1).replaceFirst("^//", "/").replaceAll("\\{\\w+}", "[^/]+")))
                .map(operation -> operation.get(0))
                .collect(Collectors.toSet());
    }

    private static Answer withCorrelation(String id) {
        return client.send("GET", "/keys", BodyPublishers.noBody(), "X-Correlation-ID", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0d6f2f8e-6c0b-4d6c-9d37-5d2c1f1a7b21", "trace:1/2+3=4@5_6.7"})
    void correlationId_given_comesBack(String id) {
        assertThat(withCorrelation(id).header("X-Correlation-ID")).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a\"b", "<script>", "${jndi:ldap://x}", "a,b", "a;b=c"})
    void correlationId_thatDoesNotFitIntoALog_isReplaced(String id) {
        assertThat(withCorrelation(id).header("X-Correlation-ID").orElseThrow())
                .isNotEqualTo(id)
                .matches("[A-Za-z0-9-]+");
        assertThat(withCorrelation("x".repeat(128)).header("X-Correlation-ID")).contains("x".repeat(128));
        assertThat(withCorrelation("x".repeat(129)).header("X-Correlation-ID").orElseThrow())
                .doesNotContain("x");
    }

    @Test
    void correlationId_missing_isNewEachTime() {
        List<Answer> answers = List.of(
                client.get("/keys"),
                client.get("/keys"),
                client.get("/keys/nobody"),
                client.get("/nobody"),
                client.send("PUT", "/keys", BodyPublishers.noBody()),
                client.post("/keys", "{"),
                client.getAtRoot("/health"));

        assertThat(answers)
                .extracting(answer -> answer.header("X-Correlation-ID").orElseThrow())
                .doesNotHaveDuplicates()
                .allMatch(id -> !id.isBlank());
    }
}
