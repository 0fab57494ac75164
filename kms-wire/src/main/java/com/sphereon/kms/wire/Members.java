package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads members of a request: present or refused, one of the allowed names or refused. */
final class Members {
    /** Longest part of a refused value that is repeated in the message. */
    private static final int MAX_ECHO_CHARS = 64;

    private Members() {}

    static <T> T require(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidRequestException(field + " is missing");
        }
        return value;
    }

    /** Empty when absent. */
    static <T> List<T> list(@Nullable List<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    /** The constant whose wire name is exactly the value. */
    static <E extends Enum<E>> E constant(String field, String value, Class<E> type, Function<E, String> wireName) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> wireName.apply(constant).equals(value))
                .findAny()
                .orElseThrow(() -> notAllowed(
                        field,
                        value,
                        Arrays.stream(type.getEnumConstants()).map(wireName).toList()));
    }

    static <E extends Enum<E>> Optional<E> optionalConstant(
            String field, @Nullable String value, Class<E> type, Function<E, String> wireName) {
        return Optional.ofNullable(value).map(given -> constant(field, given, type, wireName));
    }

    static InvalidRequestException notAllowed(String field, String value, List<String> allowed) {
        return new InvalidRequestException(
                "%s '%s' is not allowed; allowed are %s".formatted(field, shown(value), String.join(", ", allowed)));
    }

    /** A value from outside, fit for a message. */
    static String shown(String value) {
        String head = value.length() <= MAX_ECHO_CHARS ? value : value.substring(0, MAX_ECHO_CHARS) + "...";
        return head.replaceAll("[^ -~]", "?");
    }
}
