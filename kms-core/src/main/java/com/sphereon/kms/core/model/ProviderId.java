package com.sphereon.kms.core.model;

import java.util.regex.Pattern;

/**
 * The stable name of a configured provider instance, such as {@code software-default} or {@code aws-eu-west-1}.
 *
 * @param value a lower-case letter followed by 2 to 63 lower-case letters, digits and dashes
 */
public record ProviderId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{2,63}");

    /** @throws InvalidRequestException when the value is not of the allowed form */
    public ProviderId {
        Text.requireMatch(
                "providerId",
                value,
                ALLOWED,
                "allowed are a lower-case letter and then 2 to 63 lower-case letters, digits and dashes");
    }

    @Override
    public String toString() {
        return value;
    }
}
