package com.sphereon.kms.core.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Of what kind the value of a setting is. */
public sealed interface SettingKind {
    /** Longest value of any kind, in characters. */
    int MAX_CHARS = 1024;

    /** What is wrong with a value, as a sentence goes on after the setting's name; never repeats the value. */
    Optional<String> problem(String value);

    /** The references to secrets in a value, one by one. */
    default List<String> references(String value) {
        return List.of();
    }

    /** Whether a wrong value may be repeated in messages: not where it could be a secret, in the right place or not. */
    default boolean mayBeRepeated() {
        return true;
    }

    /**
     * Text without control characters.
     *
     * @param maxChars longest value
     */
    record Text(int maxChars) implements SettingKind {
        /** @throws IllegalArgumentException when no database could keep it */
        public Text {
            if (maxChars < 1 || maxChars > MAX_CHARS) {
                throw new IllegalArgumentException("a setting has at most " + MAX_CHARS + " characters");
            }
        }

        @Override
        public Optional<String> problem(String value) {
            boolean fits = value.length() <= maxChars && value.chars().noneMatch(Character::isISOControl);
            return unless(fits, "must be at most %d characters, none of them a control character".formatted(maxChars));
        }

        @Override
        public boolean mayBeRepeated() {
            return false;
        }
    }

    /** An absolute address without credentials in it. */
    record Url() implements SettingKind {
        @Override
        public Optional<String> problem(String value) {
            return unless(
                    value.length() <= MAX_CHARS && isAddress(value),
                    "must be an https or http URL without user, password and fragment");
        }

        @Override
        public boolean mayBeRepeated() {
            return false;
        }

        private static boolean isAddress(String value) {
            try {
                URI uri = new URI(value);
                String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
                return (scheme.equals("https") || scheme.equals("http"))
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawFragment() == null;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }

    /** Where a secret is, never the secret. */
    record Secret() implements SettingKind {
        @Override
        public Optional<String> problem(String value) {
            return unless(
                    value.length() <= MAX_CHARS && SecretReference.isReference(value), SecretReference.WHAT_IS_ALLOWED);
        }

        @Override
        public List<String> references(String value) {
            return List.of(value.strip());
        }

        @Override
        public boolean mayBeRepeated() {
            return false;
        }
    }

    /**
     * Where several secrets are, parted by commas.
     *
     * @param maxCount most references
     */
    record Secrets(int maxCount) implements SettingKind {
        /** Between two references. */
        public static final String SEPARATOR = ",";

        @Override
        public Optional<String> problem(String value) {
            List<String> references = references(value);
            if (references.size() > maxCount) {
                return Optional.of("must be at most %d references".formatted(maxCount));
            }
            return references.stream()
                    .flatMap(one -> new Secret().problem(one).stream())
                    .findFirst();
        }

        @Override
        public boolean mayBeRepeated() {
            return false;
        }

        @Override
        public List<String> references(String value) {
            return Stream.of(value.split(SEPARATOR, -1)).map(String::strip).toList();
        }
    }

    /** A whole number of that range. */
    record WholeNumber(int min, int max) implements SettingKind {
        @Override
        public Optional<String> problem(String value) {
            return unless(fits(value), "must be a whole number from %d to %d".formatted(min, max));
        }

        private boolean fits(String value) {
            try {
                int number = Integer.parseInt(value);
                return number >= min && number <= max;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements SettingKind {
        @Override
        public Optional<String> problem(String value) {
            return unless(value.equals("true") || value.equals("false"), "must be true or false");
        }
    }

    /**
     * One of some words.
     *
     * @param allowed in kebab-case
     */
    record Choice(List<String> allowed) implements SettingKind {
        /** Keeps its own list. */
        public Choice {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Optional<String> problem(String value) {
            return unless(allowed.contains(value), "must be one of: " + String.join(", ", allowed));
        }
    }

    /** A duration of that range. */
    record Period(Duration min, Duration max) implements SettingKind {
        @Override
        public Optional<String> problem(String value) {
            return unless(
                    fits(value), "must be an ISO 8601 duration from %s to %s, such as %s".formatted(min, max, max));
        }

        private boolean fits(String value) {
            try {
                Duration duration = Duration.parse(value);
                return value.length() <= MAX_CHARS && duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
            } catch (DateTimeParseException e) {
                return false;
            }
        }
    }

    private static Optional<String> unless(boolean fits, String problem) {
        return fits ? Optional.empty() : Optional.of(problem);
    }
}
