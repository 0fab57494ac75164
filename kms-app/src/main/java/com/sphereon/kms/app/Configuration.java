package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import com.sphereon.kms.core.spi.Settings;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The effective configuration: all layers, the strongest winning, and where each value comes from. */
final class Configuration {
    private static final Pattern PROVIDER_KEY = Pattern.compile("kms\\.providers\\.([^.]+)\\..+");

    private static final String ENVIRONMENT = "the environment";

    private final SmallRyeConfig config;
    private final Set<String> declared;

    /**
     * @param declared the keys of all layers but the environment, whose names do not tell where a dot was and where a dash
     */
    Configuration(SmallRyeConfig config, Set<String> declared) {
        this.config = config;
        this.declared = declared;
    }

    /**
     * The text of a key, if it is set and not blank.
     *
     * @throws ConfigurationException when it refers to a variable that is not set: the default must not step in for what
     *     somebody meant to say
     */
    Optional<String> text(String key) {
        ConfigValue value = config.getConfigValue(key);
        String raw = value.getRawValue();
        if (value.getValue() == null && raw != null && !raw.isBlank()) {
            throw new ConfigurationException(
                    "%s (set in %s) refers to something that is not set".formatted(key, layer(value)));
        }
        return Optional.ofNullable(value.getValue()).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** @throws ConfigurationException when it is not set */
    String require(String key) {
        return text(key).orElseThrow(() -> new ConfigurationException(key + " is required but not set"));
    }

    /** The given settings below a prefix, for a factory that reads them under their own names. */
    Settings below(String prefix, Set<String> names) {
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            text(prefix + "." + name).ifPresent(value -> values.put(name, value));
        }
        return new Settings(values);
    }

    /**
     * The same, where some settings are references to secrets. A container gets its secrets as environment variables, so
     * one that is itself the secret's setting is taken as reference to itself.
     */
    Settings below(String prefix, Set<String> names, Set<String> secretNames) {
        Map<String, String> values = new HashMap<>(below(prefix, names).values());
        for (String name : secretNames) {
            String key = prefix + "." + name;
            values.computeIfPresent(
                    name,
                    (unused, value) -> isReference(value) || !isFromEnvironment(key)
                            ? value
                            : SecretReference.ENVIRONMENT + environmentName(key));
        }
        return new Settings(values);
    }

    private static boolean isReference(String value) {
        return value.startsWith(SecretReference.ENVIRONMENT) || value.startsWith(SecretReference.FILE);
    }

    /** Whether nobody but the file built into the application sets a key. */
    boolean isBuiltIn(String key) {
        return layer(config.getConfigValue(key)).equals(ConfigurationLoader.BUILT_IN_NAME);
    }

    private boolean isFromEnvironment(String key) {
        return layer(config.getConfigValue(key)).equals(ENVIRONMENT);
    }

    private static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The ids of all providers that a file or the starting program mentions. */
    Set<String> providerIds() {
        return declared.stream()
                .map(PROVIDER_KEY::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names that follow a prefix, up to the next dot, in what a file or the starting program mentions. */
    Set<String> namesBelow(String prefix) {
        return declared.stream()
                .filter(key -> key.startsWith(prefix) && key.indexOf('.', prefix.length()) > 0)
                .map(key -> key.substring(prefix.length(), key.indexOf('.', prefix.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Lets the errors of whoever reads settings below a prefix name the whole key and the layer it comes from.
     *
     * @throws ConfigurationException in place of an {@link InvalidSettingException}
     */
    <T> T explaining(String prefix, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidSettingException e) {
            String key = prefix + "." + e.setting();
            throw new ConfigurationException(prefix + "." + e.getMessage() + origin(key));
        }
    }

    /** Where a value comes from, in brackets; nothing when the key is not set. */
    String origin(String key) {
        ConfigValue value = config.getConfigValue(key);
        return value.getValue() == null ? "" : " (set in " + layer(value) + ")";
    }

    private static String layer(ConfigValue value) {
        String name = value.getConfigSourceName();
        return name.startsWith("EnvConfigSource") ? ENVIRONMENT : name;
    }
}
