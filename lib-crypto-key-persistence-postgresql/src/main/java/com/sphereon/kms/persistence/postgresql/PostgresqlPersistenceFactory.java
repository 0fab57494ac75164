package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;
import com.sphereon.kms.persistence.jdbi.server.FirstContact;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens a PostgreSQL database. The tables of a tenant are made when the tenant is first seen. Safe for use by many
 * threads.
 */
public final class PostgresqlPersistenceFactory implements PersistenceFactory {

    /** Does nothing. */
    public PostgresqlPersistenceFactory() {}

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public Set<String> settings() {
        return Stream.concat(ServerSettings.NAMES.stream(), JdbiPersistence.SETTINGS.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of(ServerSettings.PASSWORD);
    }

    @Override
    public Set<String> connectionSettings() {
        return ServerSettings.NAMES;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Waits up to {@link FirstContact#PATIENCE} for the server, and so does {@link #openPlatform}.
     */
    @Override
    public Persistence open(Settings settings, Path dataDirectory) {
        return database(settings).openTenants(settings);
    }

    @Override
    public PlatformPersistence openPlatform(Settings settings, Path dataDirectory) {
        return database(settings).openPlatform();
    }

    private static PostgresqlDatabase database(Settings settings) {
        return new PostgresqlDatabase(ServerSettings.parse(settings, PostgresqlDatabase.KIND), FirstContact.PATIENCE);
    }
}
