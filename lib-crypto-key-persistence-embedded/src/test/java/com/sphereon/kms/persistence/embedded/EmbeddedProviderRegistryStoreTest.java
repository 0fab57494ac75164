package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.testkit.persistence.ProviderRegistryStoreContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedProviderRegistryStoreTest extends ProviderRegistryStoreContract {
    @TempDir
    Path dataDirectory;

    @Override
    protected PlatformPersistence open() {
        return new EmbeddedPersistenceFactory().openPlatform(new Settings(Map.of()), dataDirectory);
    }
}
