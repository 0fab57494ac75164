package com.sphereon.kms.core.service;

import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.spi.CallObserver;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The types of providers there are, and how one is made. Immutable and safe to share. */
public final class ProviderTypes {
    /** Under which name a wrong type is refused. */
    static final String TYPE = "type";

    private static final String TENANTS = "tenants";

    private final Map<String, KeyProviderFactory> factories = new TreeMap<>();
    private final Path dataDirectory;
    private final Function<ProviderDefinition, CallObserver> observers;

    /**
     * @param dataDirectory where providers that keep files may keep them
     * @throws IllegalArgumentException when two factories make one type
     */
    public ProviderTypes(Collection<? extends KeyProviderFactory> factories, Path dataDirectory) {
        this(factories, dataDirectory, definition -> CallObserver.NONE);
    }

    /** @param observers who sees the calls of a provider that is made from a definition */
    public ProviderTypes(
            Collection<? extends KeyProviderFactory> factories,
            Path dataDirectory,
            Function<ProviderDefinition, CallObserver> observers) {
        factories.forEach(factory -> {
            if (this.factories.put(factory.type(), factory) != null) {
                throw new IllegalArgumentException("two factories make providers of type " + factory.type());
            }
        });
        this.dataDirectory = dataDirectory;
        this.observers = observers;
    }

    /** Their names. */
    public List<String> names() {
        return List.copyOf(factories.keySet());
    }

    /** What makes providers of a type. */
    public Optional<KeyProviderFactory> find(String type) {
        return Optional.ofNullable(factories.get(type));
    }

    /** @throws InvalidSettingException when the type is not there, or a setting is unknown, missing or not of its kind */
    void requireValid(ProviderDefinition definition) {
        SettingSpec.requireValid(factory(definition).settings(), new Settings(definition.settings()));
    }

    /**
     * Makes a provider, which the caller owns. Does not wait for a remote backend.
     *
     * @throws InvalidSettingException when the type is not there, or a setting is not as it should be
     */
    KeyProvider make(ProviderDefinition definition) {
        requireValid(definition);
        return factory(definition)
                .create(new ProviderSettings(
                        definition.id(),
                        new Settings(definition.settings()),
                        directory(definition),
                        observers.apply(definition),
                        definition.owner()));
    }

    /** The files that hold the secrets of a provider, as they are now. */
    SecretFiles secretFiles(ProviderDefinition definition) {
        return find(definition.type())
                .map(factory -> SecretFiles.of(factory.settings(), definition.settings()))
                .orElse(SecretFiles.NONE);
    }

    private KeyProviderFactory factory(ProviderDefinition definition) {
        return find(definition.type())
                .orElseThrow(() -> new InvalidSettingException(
                        TYPE,
                        "is %s, which no module on the class path makes; there are %s"
                                .formatted(definition.type(), names())));
    }

    /** Two tenants may each have a provider by the same name. */
    private Path directory(ProviderDefinition definition) {
        return definition
                .owner()
                .map(owner -> dataDirectory.resolve(TENANTS).resolve(owner.value()))
                .orElse(dataDirectory);
    }
}
