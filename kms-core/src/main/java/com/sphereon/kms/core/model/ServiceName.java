package com.sphereon.kms.core.model;

import java.util.regex.Pattern;

/**
 * A service of the platform, such as {@code issuer}. With the purpose of a key it makes a duty alias:
 * {@code issuer:credential-signing}.
 *
 * @param value 1 to {@value #MAX_CHARS} lower-case letters, digits and single inner dashes
 */
public record ServiceName(String value) {
    /** Longest name, in characters. */
    public static final int MAX_CHARS = 63;

    private static final Pattern ALLOWED = Pattern.compile("(?=.{1," + MAX_CHARS + "}\\z)[a-z0-9]+(-[a-z0-9]+)*");

    /** @throws InvalidRequestException when the value is not of the allowed form */
    public ServiceName {
        Text.requireMatch(
                "service",
                value,
                ALLOWED,
                "allowed are 1 to " + MAX_CHARS + " lower-case letters, digits and single inner dashes");
    }

    /** Whether an alias is one of this service's duties. */
    public boolean has(KeyAlias alias) {
        return alias.value().startsWith(value + ":");
    }

    @Override
    public String toString() {
        return value;
    }
}
