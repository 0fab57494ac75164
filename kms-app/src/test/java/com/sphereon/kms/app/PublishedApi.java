package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The OpenAPI document, against which answers are held. Stricter than a client would be: members that the document does
 * not name, and members it calls write-only, are errors.
 */
final class PublishedApi {
    private static final String RESOURCE = "/com/sphereon/kms/http/openapi.json";
    private static final String LOCATION = "https://kms.test/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String ERROR = "/components/schemas/ErrorResponse";

    private static final JsonNode DOCUMENT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                    builder.schemas(Map.of(LOCATION, strict(DOCUMENT.deepCopy()).toString())));
    private static final Map<String, Schema> CACHE = new ConcurrentHashMap<>();

    private PublishedApi() {}

    static JsonNode document() {
        return DOCUMENT;
    }

    /** All operations, as {@code GET /keys} beneath the base path and {@code GET //health} beside it. */
    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path -> methods(path.getValue())
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " "
                                + (path.getValue().has("servers") ? "/" : "") + path.getKey())));
        return operations;
    }

    /** Checks status, headers and body against the document. */
    static void check(String method, String path, Answer answer) {
        String what = "%s %s -> %d %s".formatted(method, path, answer.status(), answer.text());
        assertThat(answer.header("X-Correlation-ID")).as(what).isPresent();
        Optional<String> response = operation(method.toLowerCase(Locale.ROOT), path)
                .map(operation -> resolve(operation + pointer("responses", Integer.toString(answer.status())), what));
        if (response.isEmpty()) {
            assertThat(answer.status()).as(what).isIn(404, 405);
            validate(ERROR, answer, what);
            return;
        }
        checkHeaders(DOCUMENT.at(response.get()).path("headers"), answer, what);
        checkBody(response.get(), answer, what);
    }

    private static void checkHeaders(JsonNode headers, Answer answer, String what) {
        headers.properties().forEach(header -> {
            if (DOCUMENT.at(reference(header.getValue())).path("required").asBoolean()) {
                assertThat(answer.header(header.getKey())).as(what).isPresent();
            }
        });
        assertThat(answer.header("Location").isPresent()).as(what).isEqualTo(headers.has("Location"));
    }

    private static void checkBody(String response, Answer answer, String what) {
        JsonNode content = DOCUMENT.at(response).path("content");
        if (content.isMissingNode()) {
            assertThat(answer.text()).as(what).isEmpty();
            return;
        }
        String mediaType = content.properties().iterator().next().getKey();
        if (mediaType.endsWith("json")) {
            assertThat(answer.header("Content-Type").orElse("")).as(what).isEqualTo(mediaType);
            validate(response + pointer("content", mediaType, "schema"), answer, what);
        } else {
            assertThat(answer.header("Content-Type").orElse("")).as(what).startsWith("text/plain");
        }
    }

    private static void validate(String schemaPointer, Answer answer, String what) {
        Schema schema = CACHE.computeIfAbsent(
                schemaPointer, pointer -> SCHEMAS.getSchema(SchemaLocation.of(LOCATION + "#" + pointer)));
        assertThat(schema.validate(answer.json())).as(what).isEmpty();
    }

    /** The operation that fits, on the path with the fewest parameters: {@code /keys/import} is a key's path too. */
    private static Optional<String> operation(String method, String path) {
        boolean beneath = path.startsWith(KmsClient.BASE_PATH + "/");
        String route = (beneath ? path.substring(KmsClient.BASE_PATH.length()) : path).replaceAll("\\?.*", "");
        return DOCUMENT.get("paths").properties().stream()
                .filter(entry -> entry.getValue().has("servers") != beneath)
                .filter(entry -> entry.getValue().has(method))
                .map(Map.Entry::getKey)
                .sorted((a, b) -> Long.compare(parameters(a), parameters(b)))
                .filter(template -> Pattern.matches(template.replaceAll("\\{\\w+}", "[^/]+"), route))
                .map(template -> pointer("paths", template, method))
                .findFirst();
    }

    private static long parameters(String template) {
        return template.chars().filter(c -> c == '{').count();
    }

    private static String resolve(String pointer, String what) {
        JsonNode found = DOCUMENT.at(pointer);
        assertThat(found.isMissingNode()).as("not documented: " + what).isFalse();
        return found.has("$ref") ? reference(found) : pointer;
    }

    private static String reference(JsonNode node) {
        return node.get("$ref").textValue().substring(1);
    }

    private static String pointer(String... names) {
        StringBuilder pointer = new StringBuilder();
        for (String name : names) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static Stream<String> methods(JsonNode path) {
        return path.properties().stream().map(Map.Entry::getKey).filter(METHODS::contains);
    }

    /** Closes every object, and takes out what responses must not have. */
    private static JsonNode strict(JsonNode node) {
        node.forEach(PublishedApi::strict);
        if (node instanceof ObjectNode object && object.get("properties") instanceof ObjectNode properties) {
            properties
                    .properties()
                    .removeIf(entry -> entry.getValue().path("writeOnly").asBoolean());
            object.put("additionalProperties", false);
        }
        return node;
    }

    private static JsonNode read() {
        try (InputStream in = PublishedApi.class.getResourceAsStream(RESOURCE)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
