package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments in RFC 3339, with any offset. */
final class Moments {
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private Moments() {}

    /** @throws InvalidRequestException when it is not of that form, or there is no such moment */
    static Optional<Instant> readIfPresent(String field, @Nullable String text) {
        return Optional.ofNullable(text).map(given -> read(field, given));
    }

    private static Instant read(String field, String text) {
        try {
            if (FORM.matcher(text).matches()) {
                return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            }
        } catch (DateTimeParseException e) {
            throw refusal(field, text);
        }
        throw refusal(field, text);
    }

    private static InvalidRequestException refusal(String field, String text) {
        return new InvalidRequestException("%s '%s' is not a date and time in RFC 3339, such as 2026-03-01T12:00:00Z"
                .formatted(field, Members.shown(text)));
    }
}
