package com.sphereon.kms.core.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings by kebab-case name, read with the type a factory expects. Errors name the setting, never its value. */
public record Settings(Map<String, String> values) {

    /** Keeps its own map. */
    public Settings {
        values = Map.copyOf(values);
    }

    /** The text of a setting, if it is given and not blank. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** @throws InvalidSettingException when it is not given */
    public String requireText(String name) {
        return text(name).orElseThrow(() -> new InvalidSettingException(name, "is required but not set"));
    }

    /** @throws InvalidSettingException when it is not a whole number of that range */
    public int number(String name, int defaultValue, int min, int max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message that says what is allowed
        }
        throw new InvalidSettingException(name, "must be a whole number from %d to %d".formatted(min, max));
    }

    /** @throws InvalidSettingException when it is not {@code true} or {@code false} */
    public boolean flag(String name, boolean defaultValue) {
        return switch (text(name).orElse(Boolean.toString(defaultValue))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSettingException(name, "must be true or false");
        };
    }

    /** A constant by its name in lower case, with {@code -} for {@code _}. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E defaultValue) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> settingName(constant).equals(text.get()))
                .findAny()
                .orElseThrow(() -> new InvalidSettingException(
                        name,
                        Arrays.stream(type.getEnumConstants())
                                .map(Settings::settingName)
                                .collect(Collectors.joining(", ", "must be one of: ", ""))));
    }

    /** @throws InvalidSettingException when it is no path */
    public Path path(String name, Path defaultValue) {
        try {
            return text(name).map(Path::of).orElse(defaultValue);
        } catch (InvalidPathException e) {
            throw new InvalidSettingException(name, "is not a path on this system");
        }
    }

    /** A reference to a secret, if it is given. */
    public Optional<SecretReference> secret(String name) {
        return text(name).map(text -> SecretReference.parse(name, text));
    }

    /** A constant as settings name it. */
    static String settingName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
