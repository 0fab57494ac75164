package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Rules of the contract that hold for every answer (sections 0.4 and 0.5), whatever the published document says. */
final class WireRules {
    private static final Set<String> PRIVATE_MEMBERS =
            Set.of("d", "p", "q", "dp", "dq", "qi", "k", "privateJwk", "privateCoseKey", "baseIV");

    private WireRules() {}

    static void check(Answer answer) {
        if (answer.status() == 204) {
            assertThat(answer.text()).isEmpty();
            return;
        }
        if (!answer.isJson()) {
            assertThat(answer.header("Content-Type").orElse("")).startsWith("text/plain");
            return;
        }
        JsonNode json = answer.json();
        checkMembers(json, answer.text());
        if (answer.status() >= 400 && !json.has("checks")) {
            checkError(json, answer.text());
        }
    }

    private static void checkMembers(JsonNode node, String all) {
        // Answers can be long and have many members: they are described when it comes to that.
        assertThat(node.isNull()).as(() -> "null in " + all).isFalse();
        node.properties()
                .forEach(member -> assertThat(member.getKey()).as(() -> all).isNotIn(PRIVATE_MEMBERS));
        node.forEach(child -> checkMembers(child, all));
    }

    private static void checkError(JsonNode error, String all) {
        assertThat(error.path("code").isTextual()).as(all).isTrue();
        assertThat(error.path("message").isTextual()).as(all).isTrue();
        assertThat(error.at("/error/code")).as(all).isEqualTo(error.get("code"));
        assertThat(error.at("/error/message")).as(all).isEqualTo(error.get("message"));
        assertThat(error.get("code").textValue()).as(all).matches("[A-Z][A-Z_]*");
        // A kid is random and may spell anything; AWS calls its errors exceptions, and those who operate it know them
        // so.
        assertThat(error.get("message").textValue().replaceAll("[A-Za-z0-9_-]{43}|AWS [a-z ]+ \\(\\w+Exception\\)", ""))
                .as("traces of the inside")
                .doesNotContain("Exception", "com.sphereon", "java.", "\tat ", "SQL", "jackson");
    }
}
