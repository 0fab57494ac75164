package com.sphereon.kms.core.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a factory says of one of its settings: enough to refuse a wrong value before anything is made of it, to publish a
 * schema and to document it. Made by the method of its kind and refined:
 *
 * <pre>{@code
 * SettingSpec.text("region", 64).asRequired().about("the AWS region, such as eu-west-1")
 * SettingSpec.number("max-retries", 0, 100).defaultsTo("10").about("how often a call is tried again")
 * }</pre>
 *
 * @param name in kebab-case; a dot groups settings, as in {@code key-store.type}
 * @param required whether there must be a value
 * @param defaultValue what holds without a value, where that is a constant
 * @param description what it means, as documentation goes on after the name
 */
public record SettingSpec(
        String name, SettingKind kind, boolean required, Optional<String> defaultValue, String description) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*");
    private static final Pattern DASH = Pattern.compile("-([a-z0-9])");

    /** @throws IllegalArgumentException when the parts contradict each other */
    public SettingSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("setting '" + name + "' is not in kebab-case");
        }
        if (required && defaultValue.isPresent()) {
            throw new IllegalArgumentException("setting '" + name + "' is required, so a default is of no use");
        }
        Optional<String> problem = defaultValue.flatMap(kind::problem);
        if (problem.isPresent()) {
            throw new IllegalArgumentException("the default of setting '" + name + "' " + problem.get());
        }
    }

    private static SettingSpec of(String name, SettingKind kind) {
        return new SettingSpec(name, kind, false, Optional.empty(), "");
    }

    /** Text, also a path, of at most so many characters. */
    public static SettingSpec text(String name, int maxChars) {
        return of(name, new SettingKind.Text(maxChars));
    }

    /** An address beginning with {@code https} or {@code http}. */
    public static SettingSpec url(String name) {
        return of(name, new SettingKind.Url());
    }

    /** Where a secret is; see {@link SecretReference}. */
    public static SettingSpec secret(String name) {
        return of(name, new SettingKind.Secret());
    }

    /** Where secrets are: references parted by commas, at most so many. */
    public static SettingSpec secrets(String name, int maxCount) {
        return of(name, new SettingKind.Secrets(maxCount));
    }

    /** A whole number of that range. */
    public static SettingSpec number(String name, int min, int max) {
        return of(name, new SettingKind.WholeNumber(min, max));
    }

    /** {@code true} or {@code false}. */
    public static SettingSpec flag(String name) {
        return of(name, new SettingKind.Flag());
    }

    /** One of these words, in kebab-case. */
    public static SettingSpec choice(String name, String... allowed) {
        return of(name, new SettingKind.Choice(List.of(allowed)));
    }

    /** One of the constants, as {@link Settings#choice} reads it. */
    public static SettingSpec choice(String name, Class<? extends Enum<?>> type) {
        return of(
                name,
                new SettingKind.Choice(Arrays.stream(type.getEnumConstants())
                        .map(Settings::settingName)
                        .toList()));
    }

    /** A duration in ISO 8601. */
    public static SettingSpec duration(String name, Duration min, Duration max) {
        return of(name, new SettingKind.Period(min, max));
    }

    /** The same, without which nothing is made. */
    public SettingSpec asRequired() {
        return new SettingSpec(name, kind, true, defaultValue, description);
    }

    /** The same with what holds when nothing is said. */
    public SettingSpec defaultsTo(String newDefault) {
        return new SettingSpec(name, kind, required, Optional.of(newDefault), description);
    }

    /** The same with what it means. */
    public SettingSpec about(String newDescription) {
        return new SettingSpec(name, kind, required, defaultValue, newDescription);
    }

    /** What a setting is called where names are in camel case: {@code keyStore.masterKey} for {@code key-store.master-key}. */
    public static String memberName(String setting) {
        return DASH.matcher(setting).replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
    }

    /** What it is called where names are in camel case. */
    public String memberName() {
        return memberName(name);
    }

    /**
     * Refuses settings that are unknown, missing or not of their kind.
     *
     * @throws InvalidSettingException naming the first that is wrong; never a value
     */
    public static void requireValid(List<SettingSpec> specs, Settings settings) {
        settings.values().keySet().stream().sorted().forEach(given -> requireKnown(specs, given));
        for (SettingSpec spec : specs) {
            Optional<String> value = settings.text(spec.name);
            if (value.isEmpty() && spec.required) {
                throw new InvalidSettingException(spec.name, "is required but not set");
            }
            value.flatMap(spec.kind::problem).ifPresent(problem -> {
                throw new InvalidSettingException(spec.name, problem);
            });
        }
    }

    private static void requireKnown(List<SettingSpec> specs, String given) {
        if (specs.stream().noneMatch(spec -> spec.name.equals(given))) {
            throw new InvalidSettingException(
                    given,
                    "is unknown; there are "
                            + specs.stream().map(SettingSpec::name).sorted().collect(Collectors.joining(", ")));
        }
    }
}
