package com.sphereon.kms.http.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON of tokens and key sets: each member once (RFC 7515 section 4, RFC 7519 section 4), not deeply nested, nothing
 * after the end.
 *
 * <p>Handed to the library as its reader too, so that both see the same. Times become whole seconds here: the library
 * would take text for a time and let large numbers overflow.
 */
final class StrictJson implements Deserializer<Map<String, ?>> {
    private static final int MAX_NESTING = 16;
    private static final int MAX_NUMBER_CHARS = 40;
    private static final Set<String> TIMES = Set.of("exp", "nbf", "iat");

    /** The last second of the year 9999, the last that every library can express (RFC 3339). */
    private static final double MAX_EPOCH_SECONDS = 253_402_300_799d;

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .build());
    }

    /** @throws JsonProcessingException when the text is not one JSON object */
    static Map<String, Object> object(String text) throws JsonProcessingException {
        Map<String, Object> members = MAPPER.readValue(text, MEMBERS);
        if (members == null) {
            throw new DeserializationException("null is no object");
        }
        if (!members.keySet().stream().allMatch(StrictJson::isPlain)) {
            throw new DeserializationException("a name begins or ends with a space");
        }
        return members;
    }

    /** The library takes spaces away from around names, so that two would become one. */
    private static boolean isPlain(String name) {
        return !name.isEmpty() && name.equals(name.strip()) && name.equals(name.trim());
    }

    static String write(Map<?, ?> members) throws JsonProcessingException {
        return MAPPER.writeValueAsString(members);
    }

    @Override
    @Deprecated
    public Map<String, ?> deserialize(byte[] bytes) {
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public Map<String, ?> deserialize(Reader reader) {
        try (reader) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[2048];
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                text.append(buffer, 0, read);
            }
            return parse(text.toString());
        } catch (IOException e) {
            throw new DeserializationException("not readable", e);
        }
    }

    private static Map<String, ?> parse(String text) {
        try {
            Map<String, Object> members = object(text);
            members.replaceAll((name, value) -> TIMES.contains(name) ? seconds(value) : value);
            return members;
        } catch (JsonProcessingException e) {
            throw new DeserializationException("not one JSON object", e);
        }
    }

    /** A NumericDate (RFC 7519 section 2) in whole seconds; fractions are dropped. */
    private static Object seconds(Object value) {
        if (value instanceof Number number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds <= MAX_EPOCH_SECONDS) {
                return (long) seconds;
            }
        }
        throw new DeserializationException("a time is not a number of seconds until the year 9999");
    }
}
