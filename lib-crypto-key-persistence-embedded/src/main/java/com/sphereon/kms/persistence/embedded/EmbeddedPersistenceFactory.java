package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens a SQLite file, {@code kms.db} in the data directory unless the setting {@code path} names another. One process
 * may have it open at a time; a second one is refused. Safe for use by many threads.
 */
public final class EmbeddedPersistenceFactory implements PersistenceFactory {
    private static final String PATH = "path";
    private static final String DEFAULT_FILE = "kms.db";
    private static final String PLATFORM_FILE = "platform.db";

    /** Does nothing. */
    public EmbeddedPersistenceFactory() {}

    @Override
    public String dialect() {
        return "embedded";
    }

    @Override
    public Set<String> settings() {
        return Stream.concat(Stream.of(PATH), JdbiPersistence.SETTINGS.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of();
    }

    /** None: the platform has a file of its own, {@code platform.db} in the data directory. */
    @Override
    public Set<String> connectionSettings() {
        return Set.of();
    }

    @Override
    public Persistence open(Settings settings, Path dataDirectory) {
        DatabaseFile file = DatabaseFile.create(PATH, settings.path(PATH, dataDirectory.resolve(DEFAULT_FILE)));
        ProcessLock lock = ProcessLock.acquire(PATH, file);
        try {
            return EmbeddedPersistence.open(file, lock, settings);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public PlatformPersistence openPlatform(Settings settings, Path dataDirectory) {
        DatabaseFile file = DatabaseFile.create(PATH, settings.path(PATH, dataDirectory.resolve(PLATFORM_FILE)));
        ProcessLock lock = ProcessLock.acquire(PATH, file);
        try {
            return EmbeddedPlatform.open(file, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }
}
