package com.sphereon.kms.app;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.service.KeyManagementService;
import com.sphereon.kms.core.service.RegisteredProvider;
import com.sphereon.kms.core.service.RegisteredProvider.Visibility;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.ProviderSettings;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the providers the configuration asks for. */
final class ProviderCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCatalog.class);
    private static final String DEFAULT_PROVIDER = "kms.default-provider";

    private final Configuration configuration;
    private final Path dataDirectory;

    ProviderCatalog(Configuration configuration, Path dataDirectory) {
        this.configuration = configuration;
        this.dataDirectory = dataDirectory;
    }

    /** @param owner takes each provider over, to close it */
    void register(KeyManagementService.Builder builder, Consumer<KeyProvider> owner) {
        Set<String> enabled = new TreeSet<>();
        for (String id : configuration.providerIds()) {
            create(id).ifPresent(provider -> {
                owner.accept(provider.provider());
                builder.provider(provider);
                if (provider.visibility() == Visibility.TENANTS) {
                    enabled.add(id);
                }
            });
        }
        configuration.text(DEFAULT_PROVIDER).ifPresent(id -> {
            if (!enabled.contains(id)) {
                throw new ConfigurationException(
                        "%s%s names a provider that is not configured, not enabled or hidden; there are %s"
                                .formatted(DEFAULT_PROVIDER, configuration.origin(DEFAULT_PROVIDER), enabled));
            }
            builder.defaultProvider(new ProviderId(id));
        });
    }

    private Optional<RegisteredProvider> create(String id) {
        String prefix = KnownKeys.PROVIDERS + id;
        Settings common = configuration.below(prefix, Set.of("enabled", "system", "display-name"));
        if (!configuration.explaining(prefix, () -> common.flag("enabled", true))) {
            return Optional.empty();
        }
        String typeKey = prefix + ".type";
        KeyProviderFactory factory = Discovery.providerFactory(typeKey, configuration.require(typeKey));
        boolean system = configuration.explaining(prefix, () -> common.flag("system", false));
        ProviderSettings settings =
                new ProviderSettings(providerId(id), configuration.below(prefix, factory.settings()), dataDirectory);
        KeyProvider provider = configuration.explaining(prefix, () -> factory.create(settings));
        LOG.info("provider {} of type {} from {}", id, factory.type(), Discovery.location(factory));
        return Optional.of(new RegisteredProvider(
                settings.id(),
                factory.type(),
                common.text("display-name").orElse(factory.displayName()),
                system ? Visibility.SYSTEM : Visibility.TENANTS,
                provider));
    }

    private static ProviderId providerId(String id) {
        try {
            return new ProviderId(id);
        } catch (InvalidRequestException e) {
            throw new ConfigurationException(KnownKeys.PROVIDERS + id + ": " + e.getMessage());
        }
    }
}
