package com.sphereon.kms.core.model;

/**
 * A tenant's name for a key, such as {@code issuer:credential-signing}. Case-sensitive.
 *
 * @param value 1 to {@value #MAX_CHARS} visible ASCII characters, and not {@code .} or {@code ..}, which could not be
 *     a path segment
 */
public record KeyAlias(String value) {
    /** Longest alias, in characters. A kid may serve as an alias, so both have one limit. */
    public static final int MAX_CHARS = 512;

    /** @throws InvalidRequestException when the value is not of the allowed form */
    public KeyAlias {
        Text.requireVisibleAscii("alias", value, MAX_CHARS);
        if (value.equals(".") || value.equals("..")) {
            throw new InvalidRequestException("alias '" + value + "' is not allowed: it cannot be part of a path");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
