package com.sphereon.kms.core.spi;

import com.sphereon.kms.core.model.UnavailableException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens databases of one dialect. Discovered with {@link java.util.ServiceLoader}; the constructor does nothing.
 */
public interface PersistenceFactory {

    /** The dialect as configuration names it, such as {@code embedded} or {@code postgresql}. */
    String dialect();

    /** All settings this dialect knows, in kebab-case; a configuration with any other is refused. */
    Set<String> settings();

    /** Those settings that are references to secrets, read with {@link Settings#secret}. */
    Set<String> secretSettings();

    /**
     * Those settings that say where the database is and how to reach it. The platform's database takes them from the
     * tenants' when it has none of its own; none, where a database of its own is needed.
     */
    Set<String> connectionSettings();

    /**
     * Opens the tenants' database. Its tables are brought to the current version, at once or when a tenant is first seen.
     *
     * @param dataDirectory where an embedded database may keep its files; may not exist yet
     * @throws InvalidSettingException when a setting is missing or wrong
     * @throws UnavailableException when the database cannot be reached
     */
    Persistence open(Settings settings, Path dataDirectory);

    /**
     * Opens the platform's database, whose tables belong to no tenant and are brought to the current version at once.
     *
     * @param dataDirectory where an embedded database may keep its files; may not exist yet
     * @throws InvalidSettingException when a setting is missing or wrong
     * @throws UnavailableException when the database cannot be reached
     */
    PlatformPersistence openPlatform(Settings settings, Path dataDirectory);
}
