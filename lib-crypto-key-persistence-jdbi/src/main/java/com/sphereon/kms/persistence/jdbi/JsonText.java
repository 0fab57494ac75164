package com.sphereon.kms.persistence.jdbi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The two forms of JSON that are kept in columns: an object and an array of texts. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    static String object(Map<String, String> members) {
        return write(generator -> {
            generator.writeStartObject();
            for (Map.Entry<String, String> member : members.entrySet()) {
                generator.writeStringField(member.getKey(), member.getValue());
            }
            generator.writeEndObject();
        });
    }

    static String array(List<String> elements) {
        return write(generator -> {
            generator.writeStartArray();
            for (String element : elements) {
                generator.writeString(element);
            }
            generator.writeEndArray();
        });
    }

    /** @throws IllegalArgumentException when it is not an object of texts */
    static SequencedMap<String, String> parseObject(String json) {
        return read(json, parser -> {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            SequencedMap<String, String> members = new LinkedHashMap<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
                expect(token, JsonToken.FIELD_NAME);
                String name = parser.currentName();
                expect(parser.nextToken(), JsonToken.VALUE_STRING);
                members.put(name, parser.getText());
            }
            return members;
        });
    }

    /** @throws IllegalArgumentException when it is not an array of texts */
    static List<String> parseArray(String json) {
        return read(json, parser -> {
            expect(parser.nextToken(), JsonToken.START_ARRAY);
            List<String> elements = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                expect(token, JsonToken.VALUE_STRING);
                elements.add(parser.getText());
            }
            return elements;
        });
    }

    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private interface Reading<T> {
        T from(JsonParser parser) throws IOException;
    }

    private static String write(Writing content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            content.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory takes everything", e);
        }
        return text.toString();
    }

    private static <T> T read(String json, Reading<T> form) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            T content = form.from(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON");
            }
            return content;
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static void expect(JsonToken actual, JsonToken wanted) {
        if (actual != wanted) {
            throw new IllegalArgumentException("%s where %s was expected".formatted(actual, wanted));
        }
    }
}
