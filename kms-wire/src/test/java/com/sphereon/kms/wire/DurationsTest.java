package com.sphereon.kms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "P30D, 2592000000, P30D",
        "P1W, 604800000, P7D",
        "P1DT12H, 129600000, PT36H",
        "PT48H, 172800000, P2D",
        "PT0S, 0, PT0S",
        "P0D, 0, PT0S",
        "PT1H2M3.5S, 3723500, PT1H2M3.5S",
        "PT1440M, 86400000, P1D",
    })
    void read_allowedForm_isWrittenInDaysWhereTheyAreWhole(String text, long millis, String written) {
        Duration read = Durations.read("interval", text);
        assertThat(read).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.write(read)).isEqualTo(written);
        assertThat(Durations.read("interval", written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "P1",
                "1D",
                "30",
                "P-1D",
                "-P1D",
                "+P1D",
                "PT-1S",
                "p1d",
                "P1DT",
                "P1D1H",
                "PT1D",
                "P1.5D",
                "PT.5S",
                "PT1.S",
                "PT1.1234567S",
                " P1D",
                "P1D ",
                "P1D\n",
                "P1W2D",
                "P99999W",
                "P9999999999D",
                "P\u0661D"
            })
    void read_anotherForm_isRefused(String text) {
        assertThatThrownBy(() -> Durations.read("interval", text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("interval '")
                .hasMessageContaining("P30D, P1DT12H or PT48H")
                .hasMessageNotContaining("months");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1M", "P1Y", "P1Y2M3D", "P1M1DT1H"})
    void read_monthsOrYears_saysWhyNot(String text) {
        assertThatThrownBy(() -> Durations.read("overlap", text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("months and years differ in length");
    }
}
