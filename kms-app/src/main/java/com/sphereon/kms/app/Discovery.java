package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.KeyProviderFactory;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.SignatureVerifier;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds adapters on the class path. Being there has no effect by itself: only what the configuration names is asked to
 * create anything. Two of one name, a broken one or a missing one stop the start.
 */
final class Discovery {
    private Discovery() {}

    /** @throws ConfigurationException when one of them cannot be loaded */
    static <T> List<T> factories(Class<T> type) {
        try {
            return ServiceLoader.load(type).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationException("an adapter on the class path is broken: " + e.getMessage());
        }
    }

    static KeyProviderFactory providerFactory(String key, String type) {
        return named(
                "provider type",
                key,
                type,
                "kms-provider-" + type.replace("_kms", "").replace("_keyvault", ""),
                factories(KeyProviderFactory.class),
                KeyProviderFactory::type);
    }

    static PersistenceFactory persistenceFactory(String key, String dialect) {
        return named(
                "database dialect",
                key,
                dialect,
                "lib-crypto-key-persistence-" + dialect,
                factories(PersistenceFactory.class),
                PersistenceFactory::dialect);
    }

    /** The one verifier there must be. */
    static SignatureVerifier verifier() {
        List<SignatureVerifier> verifiers = factories(SignatureVerifier.class);
        if (verifiers.size() != 1) {
            throw new ConfigurationException(
                    "exactly one signature verifier must be on the class path (kms-provider-software has one), but there are "
                            + verifiers.size());
        }
        return verifiers.getFirst();
    }

    private static <T> T named(
            String what, String key, String name, String module, List<T> found, Function<T, String> nameOf) {
        List<T> matches = found.stream()
                .filter(factory -> nameOf.apply(factory).equals(name))
                .toList();
        if (matches.size() > 1) {
            throw new ConfigurationException("%s '%s' is on the class path %d times: %s"
                    .formatted(
                            what,
                            name,
                            matches.size(),
                            matches.stream().map(Discovery::location).toList()));
        }
        return matches.stream()
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationException("%s asks for %s '%s', but %s is not on the class path; there are: %s"
                                .formatted(
                                        key,
                                        what,
                                        name,
                                        module,
                                        found.stream().map(nameOf).sorted().toList())));
    }

    /** The jar an adapter comes from. */
    static String location(Object adapter) {
        var source = adapter.getClass().getProtectionDomain().getCodeSource();
        String path = source == null ? "the JDK" : source.getLocation().getPath();
        return path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
    }
}
