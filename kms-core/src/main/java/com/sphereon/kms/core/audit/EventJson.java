package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Sha256;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Writes events as canonical JSON (RFC 8785): members in the order of their names, no white space. All texts are visible
 * ASCII and all numbers whole, so that of the rules for escapes only those for quotes and backslashes are left.
 */
final class EventJson {
    private static final int TYPICAL_CHARS = 640;
    private static final int NANOS_PER_MICRO = 1000;
    private static final int TIME_CHARS = 27;

    private final StringBuilder json = new StringBuilder(TYPICAL_CHARS).append('{');

    private EventJson() {}

    static String write(AuditEvent event, long index, Optional<Sha256> previous) {
        AuditTarget target = event.target();
        return new EventJson()
                .text("actor", event.actor())
                .text("algorithm", target.algorithm())
                .text("alias", target.alias())
                .text("code", event.outcome().code())
                .text("correlationId", event.correlation())
                .number("index", index)
                .text("inputDigest", event.inputDigest())
                .text("kid", target.kid())
                .text("operation", event.operation().text())
                .text("outcome", event.outcome().kind().text())
                .text("previous", previous)
                .text("providerId", target.provider())
                .text("resourceId", target.resource())
                .text("tenant", event.tenant().value())
                .text("time", time(event.at()))
                .number("version", target.version())
                .end();
    }

    /** With six digits of a second always, so that the text of a later moment is greater. */
    static String time(Instant at) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(TIME_CHARS);
        digits(text, time.getYear(), 1000).append('-');
        digits(text, time.getMonthValue(), 10).append('-');
        digits(text, time.getDayOfMonth(), 10).append('T');
        digits(text, time.getHour(), 10).append(':');
        digits(text, time.getMinute(), 10).append(':');
        digits(text, time.getSecond(), 10).append('.');
        return digits(text, time.getNano() / NANOS_PER_MICRO, 100_000)
                .append('Z')
                .toString();
    }

    /** @param highest what the first digit counts, zeros included */
    private static StringBuilder digits(StringBuilder text, int number, int highest) {
        for (int unit = highest; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
        return text;
    }

    private EventJson text(String name, Optional<?> value) {
        return value.isEmpty() ? this : text(name, value.get().toString());
    }

    private EventJson text(String name, String value) {
        CanonicalJson.appendText(name(name), value);
        return this;
    }

    private EventJson number(String name, Optional<Integer> value) {
        return value.isEmpty() ? this : number(name, value.get());
    }

    private EventJson number(String name, long value) {
        name(name).append(value);
        return this;
    }

    private StringBuilder name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        return json.append('"').append(name).append("\":");
    }

    private String end() {
        return json.append('}').toString();
    }
}
