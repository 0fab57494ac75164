package com.sphereon.kms.core.model;

/**
 * The identifier of one key version (RFC 7517 section 4.5): the RFC 7638 SHA-256 thumbprint for asymmetric keys we
 * generate, the caller's for imported keys, the provider's for registered ones. Case-sensitive.
 *
 * @param value 1 to {@value #MAX_CHARS} visible ASCII characters
 */
public record Kid(String value) {
    /** Longest kid, in characters. */
    public static final int MAX_CHARS = KeyAlias.MAX_CHARS;

    /** @throws InvalidRequestException when the value is not of the allowed form */
    public Kid {
        Text.requireVisibleAscii("kid", value, MAX_CHARS);
    }

    @Override
    public String toString() {
        return value;
    }
}
