package com.sphereon.kms.persistence.mysql;

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
 * Opens the databases of a MySQL or MariaDB server. The tables of a tenant are made when the tenant is first seen. Safe for use by many
 * threads.
 */
public final class MysqlPersistenceFactory implements PersistenceFactory {

    /** Does nothing. */
    public MysqlPersistenceFactory() {}

    @Override
    public String dialect() {
        return "mysql";
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

    private static MysqlDatabase database(Settings settings) {
        return new MysqlDatabase(ServerSettings.parse(settings, MysqlDatabase.KIND), FirstContact.PATIENCE);
    }
}
