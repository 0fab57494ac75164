package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00z, 2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.123456789+05:30, 2026-03-01T06:30:00.123456789Z",
        "2026-03-01T00:00:00-12:00, 2026-03-01T12:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    })
    void read_rfc3339_isThatMoment(String text, String moment) {
        assertThat(Moments.readIfPresent("rotateAt", text)).contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-01",
                "2026-03-01T12:00:00",
                "2026-03-01T12:00Z",
                "2026-03-01 12:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-03-01T24:00:00Z",
                "2026-03-01T12:00:60Z",
                "2026-03-01T12:00:00+0100",
                "2026-03-01T12:00:00+19:00",
                "+12026-03-01T12:00:00Z",
                "2026-03-01T12:00:00Z[UTC]",
                "1775000000",
                " 2026-03-01T12:00:00Z"
            })
    void read_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> Moments.readIfPresent("rotateAt", text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("rotateAt '")
                .hasMessageContaining("RFC 3339");
    }

    @Test
    void read_absent_isNothing() {
        assertThat(Moments.readIfPresent("rotateAt", null)).isEmpty();
    }
}
