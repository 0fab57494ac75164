package com.sphereon.kms.app;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which databases there are: that of the tenants and that of the platform itself. Where nothing is said about the
 * platform's, it is on the server of the tenants', in a schema of its own.
 */
final class DatabaseConfiguration {
    private static final String TENANTS = "database.tenants.default";
    /** The published name, and its short form. */
    private static final List<String> PLATFORM = List.of("database.app.default", "database.app");

    private static final String DIALECT = "dialect";

    private final Configuration configuration;
    private final Path dataDirectory;

    DatabaseConfiguration(Configuration configuration, Path dataDirectory) {
        this.configuration = configuration;
        this.dataDirectory = dataDirectory;
    }

    /** All keys a configuration may have about databases, of every dialect there is. */
    static Set<String> keys() {
        return Stream.concat(Stream.of(TENANTS), PLATFORM.stream())
                .flatMap(prefix -> names().map(name -> prefix + "." + name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> names() {
        return Stream.concat(
                Stream.of(DIALECT),
                Discovery.factories(PersistenceFactory.class).stream().flatMap(factory -> factory.settings().stream()));
    }

    /** Opens the tenants' database. */
    Persistence openTenants() {
        PersistenceFactory factory = factory(TENANTS);
        Settings settings = settings(TENANTS, factory, factory.settings());
        return configuration.explaining(TENANTS, () -> factory.open(settings, dataDirectory));
    }

    /** Opens the platform's database. */
    PlatformPersistence openPlatform() {
        List<String> given = PLATFORM.stream().filter(this::isGiven).toList();
        if (given.size() > 1) {
            throw new ConfigurationException("%s and %s are both set; one of them says where the platform's database is"
                    .formatted(given.get(0), given.get(1)));
        }
        String prefix = given.isEmpty() ? TENANTS : given.getFirst();
        PersistenceFactory factory = factory(prefix);
        Settings settings =
                settings(prefix, factory, given.isEmpty() ? factory.connectionSettings() : factory.settings());
        return configuration.explaining(prefix, () -> factory.openPlatform(settings, dataDirectory));
    }

    private boolean isGiven(String prefix) {
        return names().anyMatch(name -> configuration.text(prefix + "." + name).isPresent());
    }

    private PersistenceFactory factory(String prefix) {
        String key = prefix + "." + DIALECT;
        return Discovery.persistenceFactory(key, configuration.require(key));
    }

    private Settings settings(String prefix, PersistenceFactory factory, Set<String> names) {
        return configuration.below(prefix, names, factory.secretSettings());
    }
}
