package com.sphereon.kms.core.model;

import java.util.regex.Pattern;

/**
 * What ties a call to its traces and audit events. The alphabet is narrow, because it goes into logs and headers.
 *
 * @param value 1 to 128 letters, digits and {@code . _ : / + = @ -}
 */
public record CorrelationId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    /** @throws InvalidRequestException when the value is not of the allowed form */
    public CorrelationId {
        Text.requireMatch(
                "correlation id", value, ALLOWED, "allowed are 1 to 128 letters, digits and the characters ._:/+=@-");
    }

    /** Whether a text has the allowed form. */
    public static boolean isAllowed(String text) {
        return ALLOWED.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
