package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteSettingsTest {

    static RemoteSettings with(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return RemoteSettings.from(new Settings(values));
    }

    @Test
    void from_nothingSet_defaults() {
        assertThat(with())
                .isEqualTo(new RemoteSettings(
                        Duration.ofSeconds(10),
                        2,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(2),
                        64,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10)));
    }

    @Test
    void from_everythingSet_eachTaken() {
        Map<String, String> values = Map.of(
                "deadline", "PT1M",
                "max-retries", "100",
                "base-delay-in-ms", "5",
                "max-delay-in-ms", "6",
                "max-concurrent-calls", "7",
                "cache-ttl-in-seconds", "8",
                "breaker-wait-in-ms", "9");
        assertThat(RemoteSettings.with())
                .extracting(SettingSpec::name)
                .containsExactlyInAnyOrderElementsOf(values.keySet());
        assertThat(RemoteSettings.from(new Settings(values)))
                .isEqualTo(new RemoteSettings(
                        Duration.ofMinutes(1),
                        100,
                        Duration.ofMillis(5),
                        Duration.ofMillis(6),
                        7,
                        Duration.ofSeconds(8),
                        Duration.ofMillis(9)));
    }

    @Test
    void from_longFirstPause_longestNotBelowIt() {
        assertThat(with("base-delay-in-ms", "5000").maxDelay()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "deadline,PT0.099S",
        "deadline,PT60.001S",
        "deadline,10",
        "deadline,-PT1S",
        "max-retries,-1",
        "max-retries,101",
        "base-delay-in-ms,0",
        "max-delay-in-ms,99",
        "max-delay-in-ms,x",
        "max-concurrent-calls,0",
        "max-concurrent-calls,10001",
        "cache-ttl-in-seconds,-1",
        "cache-ttl-in-seconds,86401",
        "breaker-wait-in-ms,0"
    })
    void from_outOfRange_namesSettingNotValue(String name, String value) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> with(name, value))
                .satisfies(e -> assertThat(e.setting()).isEqualTo(name))
                .withMessageStartingWith(name + " must be");
    }

    @ParameterizedTest
    @CsvSource({"deadline,PT0.1S", "max-retries,0", "cache-ttl-in-seconds,0", "max-concurrent-calls,10000"})
    void from_atTheLimit_taken(String name, String value) {
        assertThat(with(name, value)).isNotEqualTo(with());
    }
}
