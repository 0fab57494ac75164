package com.sphereon.kms.provider.rest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.sphereon.kms.core.model.ErrorCode;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;

/**
 * The JSON of the API, read as strictly as its servers do: members that nobody knows are ignored, since a newer server may send
 * them, but nothing is guessed.
 */
final class WireJson {
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

    private WireJson() {}

    /** A request. */
    static byte[] write(Object request) {
        try {
            return MAPPER.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written as JSON", e);
        }
    }

    /** @throws RemoteFailure when it is not such an answer; without a cause, which could quote it */
    static <T> T read(byte[] answer, Class<T> type) {
        try {
            T read = MAPPER.readValue(answer, type);
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            // said below
        }
        throw unexpected("the answer is not the JSON it should be");
    }

    /** Whether the answer is an error of that code, in the flat or in the nested form. Its message is never used. */
    static boolean isError(byte[] answer, ErrorCode code) {
        try {
            JsonNode error = MAPPER.readTree(answer);
            return error != null
                    && (error.path("code").asText("").equals(code.name())
                            || error.at("/error/code").asText("").equals(code.name()));
        } catch (IOException e) {
            return false;
        }
    }

    /** An answer that makes no sense. */
    static RemoteFailure unexpected(String message) {
        return RemoteFailure.of(Kind.UNEXPECTED, message);
    }
}
