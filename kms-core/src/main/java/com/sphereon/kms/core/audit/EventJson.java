package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes events as canonical JSON (RFC 8785): members in the order of their names, no white space. All texts are visible
 * ASCII and all numbers whole, so that of the rules for escapes only those for quotes and backslashes are left.
 */
final class EventJson {
    private static final byte[] ACTOR = name("actor");
    private static final byte[] ALGORITHM = name("algorithm");
    private static final byte[] ALIAS = name("alias");
    private static final byte[] CODE = name("code");
    private static final byte[] CORRELATION_ID = name("correlationId");
    private static final byte[] INDEX = name("index");
    private static final byte[] INPUT_DIGEST = name("inputDigest");
    private static final byte[] KID = name("kid");
    private static final byte[] OPERATION = name("operation");
    private static final byte[] OUTCOME = name("outcome");
    private static final byte[] PREVIOUS = name("previous");
    private static final byte[] PROVIDER_ID = name("providerId");
    private static final byte[] RESOURCE_ID = name("resourceId");
    private static final byte[] TENANT = name("tenant");
    private static final byte[] TIME = name("time");
    private static final byte[] VERSION = name("version");

    private static final int TYPICAL_OCTETS = 640;
    private static final int NANOS_PER_MICRO = 1000;
    private static final int TIME_CHARS = 27;

    private byte[] json = new byte[TYPICAL_OCTETS];
    private int length;

    private EventJson() {
        append('{');
    }

    static byte[] write(AuditEvent event, long index, Optional<Sha256> previous) {
        AuditTarget target = event.target();
        return new EventJson()
                .text(ACTOR, event.actor())
                .text(ALGORITHM, target.algorithm())
                .text(ALIAS, target.alias())
                .text(CODE, event.outcome().code())
                .text(CORRELATION_ID, event.correlation())
                .number(INDEX, index)
                .text(INPUT_DIGEST, event.inputDigest())
                .text(KID, target.kid())
                .text(OPERATION, event.operation().text())
                .text(OUTCOME, event.outcome().kind().text())
                .text(PREVIOUS, previous)
                .text(PROVIDER_ID, target.provider())
                .text(RESOURCE_ID, target.resource())
                .text(TENANT, event.tenant().value())
                .text(TIME, time(event.at()))
                .number(VERSION, target.version())
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

    private static byte[] name(String member) {
        return ('"' + member + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    private EventJson text(byte[] name, Optional<?> value) {
        return value.isEmpty() ? this : text(name, value.get().toString());
    }

    private EventJson text(byte[] name, String value) {
        begin(name);
        append('"');
        append(CanonicalJson.escaped(value));
        append('"');
        return this;
    }

    private EventJson number(byte[] name, Optional<Integer> value) {
        return value.isEmpty() ? this : number(name, value.get());
    }

    private EventJson number(byte[] name, long value) {
        begin(name);
        append(Long.toString(value));
        return this;
    }

    private void begin(byte[] name) {
        if (length > 1) {
            append(',');
        }
        makeRoom(name.length);
        System.arraycopy(name, 0, json, length, name.length);
        length += name.length;
    }

    private void append(char c) {
        makeRoom(1);
        json[length++] = (byte) c;
    }

    /** The one method that takes octets from a text without making another array; what it does to other than ASCII is no matter. */
    @SuppressWarnings("deprecation")
    private void append(String ascii) {
        makeRoom(ascii.length());
        ascii.getBytes(0, ascii.length(), json, length);
        length += ascii.length();
    }

    private void makeRoom(int octets) {
        if (length + octets > json.length) {
            json = Arrays.copyOf(json, Math.max(length + octets, 2 * json.length));
        }
    }

    private byte[] end() {
        append('}');
        return Arrays.copyOf(json, length);
    }
}
