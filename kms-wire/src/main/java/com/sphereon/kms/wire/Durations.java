package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations in ISO 8601. A day has 24 hours and a week 7 days; months and years have no fixed length and are refused. */
final class Durations {
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,4})W");
    private static final Pattern DAYS_AND_TIME =
            Pattern.compile("P(?!\\z)(\\d{1,9}D)?" + "(T(?=\\d)(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,9}(\\.\\d{1,6})?S)?)?");
    private static final Pattern MONTHS_OR_YEARS = Pattern.compile("P(?=[^T]*[YM])[0-9YMWDTHS.]*");

    private Durations() {}

    /** @throws InvalidRequestException when it is not of the allowed form, or negative */
    static Duration read(String field, String text) {
        Matcher weeks = WEEKS.matcher(text);
        if (weeks.matches()) {
            return Duration.ofDays(7L * Integer.parseInt(weeks.group(1)));
        }
        if (DAYS_AND_TIME.matcher(text).matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw refusal(field, text);
            }
        }
        throw refusal(field, text);
    }

    static Optional<Duration> readIfPresent(String field, @Nullable String text) {
        return Optional.ofNullable(text).map(given -> read(field, given));
    }

    /** Days where they are whole, else hours, minutes and seconds. */
    static String write(Duration duration) {
        boolean wholeDays = !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()));
        return wholeDays ? "P" + duration.toDays() + "D" : duration.toString();
    }

    private static InvalidRequestException refusal(String field, String text) {
        String why = MONTHS_OR_YEARS.matcher(text).matches()
                ? "; months and years differ in length, so days are needed"
                : "";
        return new InvalidRequestException(
                "%s '%s' is not allowed; allowed are ISO 8601 durations of days and time such as P30D, P1DT12H or PT48H%s"
                        .formatted(field, Members.shown(text), why));
    }
}
