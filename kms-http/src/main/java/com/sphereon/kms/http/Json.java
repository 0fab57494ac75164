package com.sphereon.kms.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.sphereon.kms.core.model.InvalidRequestException;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON by the rules of the contract: unknown members are ignored, but nothing is guessed. A number is
 * no text, a member is given once, and nothing follows the value. Errors name the member and never repeat its value,
 * which might be a private key.
 */
final class Json {
    private static final int MAX_NESTING = 32;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .build());
    }

    private Json() {}

    /** @throws InvalidRequestException when the body is not what is wanted, naming the place */
    static <T> T read(byte[] body, Class<T> type) {
        try (JsonParser parser = MAPPER.createParser(body)) {
            return requireObject(MAPPER.readValue(parser, type));
        } catch (JsonProcessingException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw new InvalidRequestException("the body is not JSON in UTF-8");
        }
    }

    /** The body as a tree, for requests whose kind shows only in their members. */
    static JsonNode readTree(byte[] body) {
        JsonNode tree = read(body, JsonNode.class);
        if (!tree.isObject()) {
            throw new InvalidRequestException("the body must be a JSON object");
        }
        return tree;
    }

    /** The members of an object that was stored as JSON; nothing when it is none any more. */
    static @Nullable Map<String, Object> readMembers(byte[] stored) {
        try {
            return MAPPER.readValue(stored, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            return null;
        }
    }

    static <T> T convert(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw refusal(e);
        }
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a response cannot be written as JSON", e);
        }
    }

    private static <T> T requireObject(T value) {
        if (value == null) {
            throw new InvalidRequestException("the body must be a JSON object, not null");
        }
        return value;
    }

    private static InvalidRequestException refusal(JsonProcessingException e) {
        if (e.getCause() instanceof StreamReadException syntax && !(syntax instanceof InputCoercionException)) {
            return refusal(syntax);
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return new InvalidRequestException("%s does not have the type the API wants".formatted(path(mapping)));
        }
        if (e instanceof JsonMappingException) {
            return new InvalidRequestException("the body must be one JSON object and nothing else");
        }
        var location = e.getLocation();
        return new InvalidRequestException(
                location == null
                        ? "the body is not valid JSON"
                        : "the body is not valid JSON at line %d, column %d"
                                .formatted(location.getLineNr(), location.getColumnNr()));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}
