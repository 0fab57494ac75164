package com.sphereon.kms.app;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderDefinition;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.ProviderVisibility;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.ProviderRegistry;
import com.sphereon.kms.core.service.ProviderTypes;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.SettingSpec;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.http.Metrics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Declares the providers the configuration asks for, beside those that are registered at run time. */
final class ProviderCatalog {
    /** What every provider can be told, whatever its type. */
    static final Set<String> OF_ANY_PROVIDER = Set.of("type", "enabled", "display-name", "system", "shared-with");

    private static final Logger LOG = LoggerFactory.getLogger(ProviderCatalog.class);
    private static final String DEFAULT_PROVIDER = "kms.default-provider";

    private final Configuration configuration;

    ProviderCatalog(Configuration configuration) {
        this.configuration = configuration;
    }

    /** All types on the class path. */
    static ProviderTypes types(Path dataDirectory, Metrics metrics) {
        return new ProviderTypes(Discovery.factories(KeyProviderFactory.class), dataDirectory, metrics::observerOf);
    }

    /** @throws ConfigurationException when one cannot be made, or was registered by the same name */
    void declareIn(ProviderRegistry registry) {
        configuration.providerIds().forEach(id -> declare(id, registry));
        registry.doublyNamed().stream().findFirst().ifPresent(id -> {
            throw new ConfigurationException(
                    "%s%s declares a provider that is registered in the database by the same name; rename or remove one"
                            .formatted(KnownKeys.PROVIDERS, id));
        });
    }

    private void declare(String id, ProviderRegistry registry) {
        String prefix = KnownKeys.PROVIDERS + id;
        Settings common = configuration.below(prefix, OF_ANY_PROVIDER);
        if (!configuration.explaining(prefix, () -> common.flag("enabled", true))) {
            return;
        }
        String typeKey = prefix + ".type";
        KeyProviderFactory factory = Discovery.providerFactory(typeKey, configuration.require(typeKey));
        Set<String> names = factory.settings().stream().map(SettingSpec::name).collect(Collectors.toUnmodifiableSet());
        ProviderDefinition definition = allowed(
                prefix,
                () -> new ProviderDefinition(
                        new ProviderId(id),
                        factory.type(),
                        common.text("display-name").orElse(factory.displayName()),
                        configuration.explaining(prefix, () -> visibility(common)),
                        true,
                        configuration.below(prefix, names).values()));
        configuration.explaining(prefix, () -> {
            registry.declare(definition);
            return definition;
        });
        LOG.info("provider {} of type {} from {}", id, factory.type(), Discovery.location(factory));
    }

    private static ProviderVisibility visibility(Settings common) {
        Optional<String> sharedWith = common.text("shared-with");
        if (common.flag("system", false)) {
            if (sharedWith.isPresent()) {
                throw new InvalidSettingException("shared-with", "is of no use while system is true");
            }
            return ProviderVisibility.system();
        }
        return sharedWith.isEmpty()
                ? ProviderVisibility.tenants()
                : new ProviderVisibility.Shared(
                        false,
                        Stream.of(sharedWith.get().split(",", -1))
                                .map(tenant -> new TenantId(tenant.strip()))
                                .collect(Collectors.toUnmodifiableSet()));
    }

    private static <T> T allowed(String prefix, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidRequestException e) {
            throw new ConfigurationException(prefix + ": " + e.getMessage());
        }
    }

    /**
     * Names the provider that serves whoever names none, be it declared or registered.
     *
     * @throws ConfigurationException when there is none that a tenant could see
     */
    void setDefault(KeyManagementService.Builder builder, ProviderRegistry registry) {
        configuration.text(DEFAULT_PROVIDER).ifPresent(id -> {
            Set<ProviderId> usable = registry.usable();
            ProviderId named = allowed(DEFAULT_PROVIDER, () -> new ProviderId(id));
            if (!usable.contains(named)) {
                throw new ConfigurationException(
                        "%s%s names a provider that is not configured, not enabled or hidden; there are %s"
                                .formatted(DEFAULT_PROVIDER, configuration.origin(DEFAULT_PROVIDER), usable));
            }
            builder.defaultProvider(named);
        });
    }
}
