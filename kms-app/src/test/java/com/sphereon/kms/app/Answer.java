package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What the server answered. */
record Answer(int status, HttpHeaders headers, String text) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    JsonNode json() {
        return Json.parse(text);
    }

    /** The node at a JSON pointer (RFC 6901), which must be there. */
    JsonNode at(String pointer) {
        JsonNode found = json().at(pointer);
        assertThat(found.isMissingNode()).as("%s in %s", pointer, text).isFalse();
        return found;
    }

    String textAt(String pointer) {
        return at(pointer).textValue();
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    boolean isJson() {
        return header("Content-Type")
                .filter(type -> type.startsWith("application/json") || type.endsWith("+json"))
                .isPresent();
    }

    Answer expect(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return this;
    }

    /** An error of that status whose message has all these parts. */
    Answer expectError(int expected, String... messageParts) {
        expect(expected);
        assertThat(textAt("/message")).contains(messageParts);
        return this;
    }
}
