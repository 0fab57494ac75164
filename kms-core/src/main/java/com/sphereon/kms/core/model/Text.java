package com.sphereon.kms.core.model;

import java.util.regex.Pattern;

/** The rules our identifiers share. */
final class Text {
    /** Longest part of a refused value that is repeated in the message. */
    private static final int MAX_ECHO_CHARS = 64;

    private Text() {}

    /** Visible ASCII without spaces, 1 to {@code maxChars}: what every database, log and URL carries unchanged. */
    static String requireVisibleAscii(String field, String value, int maxChars) {
        if (value.isEmpty() || value.length() > maxChars) {
            throw new InvalidRequestException(
                    "%s has %d characters; allowed are 1 to %d".formatted(field, value.length(), maxChars));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '!' || c > '~') {
                throw new InvalidRequestException(
                        "%s has the character U+%04X at position %d; allowed are visible ASCII characters without spaces"
                                .formatted(field, (int) c, i));
            }
        }
        return value;
    }

    static String requireMatch(String field, String value, Pattern allowed, String inWords) {
        if (!allowed.matcher(value).matches()) {
            throw new InvalidRequestException("%s '%s' is not allowed; %s".formatted(field, shown(value), inWords));
        }
        return value;
    }

    /** A value from outside, shortened and with anything but visible ASCII masked, fit for a message or a log. */
    static String shown(String value) {
        String head = value.length() <= MAX_ECHO_CHARS ? value : value.substring(0, MAX_ECHO_CHARS) + "...";
        return head.replaceAll("[^ -~]", "?");
    }
}
