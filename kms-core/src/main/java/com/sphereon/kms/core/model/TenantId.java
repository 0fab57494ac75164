package com.sphereon.kms.core.model;

import java.util.regex.Pattern;

/**
 * The owner of keys: a slug or a UUID.
 *
 * <p>The alphabet is narrow on purpose: an id becomes part of schema and folder names, so nothing in it may need
 * quoting, and two ids must not fall together where {@code -} is written {@code _}.
 *
 * @param value 1 to {@value #MAX_CHARS} lower-case letters, digits and single inner dashes
 */
public record TenantId(String value) {
    /** Longest tenant id, in characters. */
    public static final int MAX_CHARS = 63;

    private static final Pattern ALLOWED = Pattern.compile("(?=.{1," + MAX_CHARS + "}\\z)[a-z0-9]+(-[a-z0-9]+)*");

    /** @throws InvalidRequestException when the value is not of the allowed form */
    public TenantId {
        Text.requireMatch(
                "tenant",
                value,
                ALLOWED,
                "allowed are 1 to " + MAX_CHARS + " lower-case letters, digits and single inner dashes");
    }

    @Override
    public String toString() {
        return value;
    }
}
