package com.sphereon.kms.core.spi;

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

    /**
     * Opens the database and brings its tables to the current version.
     *
     * @param dataDirectory where an embedded database may keep its files; may not exist yet
     * @throws InvalidSettingException when a setting is missing or wrong
     */
    Persistence open(Settings settings, Path dataDirectory);
}
