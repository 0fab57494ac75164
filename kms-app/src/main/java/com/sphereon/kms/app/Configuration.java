package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Settings;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The effective configuration: all layers, the strongest winning, and where each value comes from. */
final class Configuration {
    private static final Pattern PROVIDER_KEY = Pattern.compile("kms\\.providers\\.\"?([^.\"]+)\"?\\..+");

    private final SmallRyeConfig config;

    Configuration(SmallRyeConfig config) {
        this.config = config;
    }

    /** The text of a key, if it is set and not blank. */
    Optional<String> text(String key) {
        return Optional.ofNullable(config.getConfigValue(key).getValue())
                .map(String::strip)
                .filter(value -> !value.isEmpty());
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

    /** The ids of all providers that any layer mentions. */
    Set<String> providerIds() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(PROVIDER_KEY::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
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
        return value.getValue() == null ? "" : " (set in " + value.getConfigSourceName() + ")";
    }
}
