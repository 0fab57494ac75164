package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.testkit.persistence.ProviderRegistryStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MysqlProviderRegistryStoreTest extends ProviderRegistryStoreContract {
    @TempDir
    Path directory;

    @Override
    protected PlatformPersistence open() {
        return new MysqlPersistenceFactory().openPlatform(Server.settings(directory), directory);
    }
}
