package com.sphereon.kms.persistence.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    private static final String HOSTILE = "\"\\/\b\f\n\r\t\u0000\u001f'<>&\u2028\u00fc\ud83d\udd11";

    @Test
    void object_anyText_parsesBack() {
        Map<String, String> members = Map.of("a", "", HOSTILE, HOSTILE);

        assertThat(JsonText.parseObject(JsonText.object(members))).isEqualTo(members);
        assertThat(JsonText.object(Map.of("kty", "EC"))).isEqualTo("{\"kty\":\"EC\"}");
        assertThat(JsonText.parseObject("{}")).isEmpty();
    }

    @Test
    void array_anyText_parsesBack() {
        List<String> elements = List.of("", HOSTILE, "", "x".repeat(100_000));

        assertThat(JsonText.parseArray(JsonText.array(elements))).isEqualTo(elements);
        assertThat(JsonText.array(List.of("a", "b"))).isEqualTo("[\"a\",\"b\"]");
        assertThat(JsonText.parseArray("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "\"a\"",
                "{",
                "}",
                "[]",
                "{\"a\"}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{} x",
                "{}{}",
                "{\"a\":\"b\",}",
                "{'a':'b'}",
                "{a:\"b\"}",
                "{\"a\":\"b\""
            })
    void parseObject_anythingElse_refused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.parseObject(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "null", "{}", "[", "[1]", "[null]", "[[]]", "[\"a\",]", "[\"a\"", "[] []", "['a']"})
    void parseArray_anythingElse_refused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.parseArray(json));
    }
}
