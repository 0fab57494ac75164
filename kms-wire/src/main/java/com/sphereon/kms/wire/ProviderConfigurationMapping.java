package com.sphereon.kms.wire;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.spi.SettingKind;
import com.sphereon.kms.core.spi.SettingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Between the typed configuration of a provider on the wire and its settings. On the wire names are in camel case, a group
 * of settings is an object, a choice is a constant in upper case, and each value has the JSON type of its kind.
 */
public final class ProviderConfigurationMapping {
    private static final String ROOT = "configuration";

    private ProviderConfigurationMapping() {}

    /**
     * The settings, by kebab-case name.
     *
     * @param type as the wire names it, for messages
     * @throws InvalidRequestException naming a member that is unknown, missing or not of its kind
     */
    static Map<String, String> toDomain(
            List<SettingSpec> specs, String type, @Nullable Map<String, @Nullable Object> configuration) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        flatten("", Members.require(ROOT, configuration), specs, given);
        Map<String, String> settings = new LinkedHashMap<>();
        for (SettingSpec spec : specs) {
            if (given.containsKey(spec.memberName())) {
                settings.put(spec.name(), setting(spec, given.remove(spec.memberName())));
            } else if (spec.required()) {
                throw new InvalidRequestException("%s.%s is missing".formatted(ROOT, spec.memberName()));
            }
        }
        given.keySet().stream().findFirst().ifPresent(unknown -> {
            throw new InvalidRequestException("%s.%s is unknown for type %s; allowed are %s"
                    .formatted(
                            ROOT,
                            Members.shown(unknown),
                            type,
                            specs.stream().map(SettingSpec::memberName).collect(Collectors.joining(", "))));
        });
        return settings;
    }

    /** Objects are gone into where a setting could be inside; anything else is a value. */
    private static void flatten(
            String prefix, Map<?, ?> members, List<SettingSpec> specs, Map<String, @Nullable Object> into) {
        members.forEach((key, value) -> {
            String name = prefix + key;
            boolean group = specs.stream().anyMatch(spec -> spec.memberName().startsWith(name + "."));
            if (group && value instanceof Map<?, ?> inner) {
                flatten(name + ".", inner, specs, into);
            } else {
                into.put(name, value);
            }
        });
    }

    private static String setting(SettingSpec spec, @Nullable Object value) {
        String member = ROOT + "." + spec.memberName();
        String text = switch (spec.kind()) {
            case SettingKind.WholeNumber number -> typed(member, value, Number.class, "a whole number");
            case SettingKind.Flag flag -> typed(member, value, Boolean.class, "true or false");
            case SettingKind.Secrets secrets -> references(member, value);
            case SettingKind.Choice choice -> word(member, choice, typed(member, value, String.class, "text"));
            case SettingKind.Text unused -> typed(member, value, String.class, "text");
            case SettingKind.Url unused -> typed(member, value, String.class, "text");
            case SettingKind.Secret unused -> typed(member, value, String.class, "text");
            case SettingKind.Period unused -> typed(member, value, String.class, "text");
        };
        if (text.isBlank()) {
            throw new InvalidRequestException(member + " must not be empty; leave it out instead");
        }
        Optional<String> problem = spec.kind().problem(text);
        if (problem.isPresent()) {
            String repeated = spec.kind().mayBeRepeated() ? " '%s'".formatted(Members.shown(text)) : "";
            throw new InvalidRequestException(member + repeated + " " + problem.get());
        }
        return text;
    }

    private static String typed(String member, @Nullable Object value, Class<?> type, String allowed) {
        if (value == null || !type.isInstance(value)) {
            throw new InvalidRequestException("%s must be %s".formatted(member, allowed));
        }
        return value.toString().strip();
    }

    private static String word(String member, SettingKind.Choice choice, String value) {
        return choice.allowed().stream()
                .filter(allowed -> constant(allowed).equals(value))
                .findFirst()
                .orElseThrow(() -> Members.notAllowed(
                        member,
                        value,
                        choice.allowed().stream()
                                .map(ProviderConfigurationMapping::constant)
                                .toList()));
    }

    private static String references(String member, @Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            throw new InvalidRequestException(member + " must be a list of text");
        }
        List<String> references = new ArrayList<>();
        for (Object element : list) {
            String reference = typed(member, element, String.class, "a list of text");
            if (reference.contains(SettingKind.Secrets.SEPARATOR)) {
                throw new InvalidRequestException(member + " must not hold a reference with a comma in it");
            }
            references.add(reference);
        }
        return String.join(SettingKind.Secrets.SEPARATOR, references);
    }

    /**
     * The configuration as it is answered. A secret is never in it, since none is in the settings: where it is, is told.
     *
     * @param settings by kebab-case name
     */
    public static Map<String, Object> toWire(List<SettingSpec> specs, Map<String, String> settings) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        for (SettingSpec spec : specs) {
            String value = settings.get(spec.name());
            if (value != null) {
                put(configuration, spec.memberName(), value(spec, value));
            }
        }
        return configuration;
    }

    private static Object value(SettingSpec spec, String value) {
        return switch (spec.kind()) {
            case SettingKind.WholeNumber number -> Integer.valueOf(value.strip());
            case SettingKind.Flag flag -> Boolean.valueOf(value.strip());
            case SettingKind.Secrets secrets -> secrets.references(value);
            case SettingKind.Choice choice -> constant(value.strip());
            case SettingKind.Text unused -> value;
            case SettingKind.Url unused -> value;
            case SettingKind.Secret unused -> value;
            case SettingKind.Period unused -> value;
        };
    }

    @SuppressWarnings("unchecked") // what was put there under the name of a group was put there by this very method
    private static void put(Map<String, Object> members, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            members.put(path, value);
            return;
        }
        Object group = members.computeIfAbsent(path.substring(0, dot), unused -> new LinkedHashMap<String, Object>());
        put((Map<String, Object>) group, path.substring(dot + 1), value);
    }

    /** The constant that stands for a word, such as {@code DEFAULT_CHAIN} for {@code default-chain}. */
    static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
