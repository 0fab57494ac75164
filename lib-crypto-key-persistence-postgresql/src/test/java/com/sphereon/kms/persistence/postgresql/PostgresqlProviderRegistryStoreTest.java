package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.testkit.persistence.ProviderRegistryStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlProviderRegistryStoreTest extends ProviderRegistryStoreContract {
    @TempDir
    Path directory;

    @Override
    protected PlatformPersistence open() {
        return new PostgresqlPersistenceFactory().openPlatform(Server.settings(directory), directory);
    }
}
