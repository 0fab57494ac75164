package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Reads durations in ISO 8601, such as {@code PT20S}. */
record DurationSetting(String name, Duration min, Duration max) {

    /** @throws InvalidSettingException when it is not set, no duration, or out of range */
    Duration require(Settings settings) {
        return parse(settings.requireText(name));
    }

    /** @throws InvalidSettingException when it is no duration or out of range */
    Duration read(Settings settings, Duration defaultValue) {
        return settings.text(name).map(this::parse).orElse(defaultValue);
    }

    private Duration parse(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // falls through to the one message that says what is allowed
        }
        throw new InvalidSettingException(
                name, "must be an ISO-8601 duration from %s to %s, such as %s".formatted(min, max, example()));
    }

    private Duration example() {
        return max.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofSeconds(20) : Duration.ofSeconds(1);
    }
}
