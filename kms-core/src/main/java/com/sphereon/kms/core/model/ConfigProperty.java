package com.sphereon.kms.core.model;

/**
 * One thing a tenant's administrators have set. Never a secret.
 *
 * @param key 1 to {@value #MAX_KEY_CHARS} visible ASCII characters
 * @param value at most {@value #MAX_VALUE_CHARS} characters
 * @param revision counts the changes from 0, for optimistic locking
 */
public record ConfigProperty(TenantId tenant, String key, String value, Change created, Change updated, long revision) {
    /** Longest key, in characters. */
    public static final int MAX_KEY_CHARS = 255;

    /** Longest value, in characters. */
    public static final int MAX_VALUE_CHARS = 16_384;

    /** @throws InvalidRequestException when key or value are not of the allowed form */
    public ConfigProperty {
        Text.requireVisibleAscii("property key", key, MAX_KEY_CHARS);
        if (value.length() > MAX_VALUE_CHARS) {
            throw new InvalidRequestException("the value of property '%s' has %d characters; allowed are %d"
                    .formatted(key, value.length(), MAX_VALUE_CHARS));
        }
    }

    /** A property that was not set before. */
    public static ConfigProperty created(TenantId tenant, String key, String value, Change change) {
        return new ConfigProperty(tenant, key, value, change, change, 0);
    }

    /** The same property with another value. */
    public ConfigProperty with(String newValue, Change change) {
        return new ConfigProperty(tenant, key, newValue, created, change, revision + 1);
    }
}
