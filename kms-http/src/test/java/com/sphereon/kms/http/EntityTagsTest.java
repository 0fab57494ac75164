package com.sphereon.kms.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    @Test
    void parse_list_keepsStrongAndWeakApart() {
        EntityTags tags = EntityTags.parse(" ,\"a\", W/\"b\" ,\t\"c,d\",, ").orElseThrow();
        assertThat(tags.any()).isFalse();
        assertThat(tags.strong()).containsExactly("a", "c,d");
        assertThat(tags.weak()).containsExactly("b");
        assertThat(tags.matchesWeakly("b")).isTrue();
        assertThat(tags.matchesWeakly("c")).isFalse();
    }

    @Test
    void parse_star_isAny() {
        assertThat(EntityTags.parse(" * ").orElseThrow().matchesWeakly("x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                " , ,",
                "a",
                "\"",
                "\"a",
                "a\"",
                "W/",
                "W/a",
                "w/\"a\"",
                "W/ \"a\"",
                "\"a\"\"b\"",
                "\"a\" \"b\"",
                "* , \"a\"",
                "\"a\", *",
                "**",
                "\"a b\"",
                "\"\u00e9\"",
                "\"a\\\"b\"",
                "\"a\";q=1"
            })
    void parse_anythingElse_isNothing(String header) {
        assertThat(EntityTags.parse(header)).isEmpty();
    }
}
