package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.service.InMemoryPlatform;
import com.sphereon.kms.core.spi.PlatformPersistence;

class InMemoryProviderRegistryStoreTest extends ProviderRegistryStoreContract {

    @Override
    protected PlatformPersistence open() {
        return new InMemoryPlatform();
    }

    @Override
    protected boolean survivesClosing() {
        return false;
    }

    @Override
    protected boolean hasColumns() {
        return false;
    }
}
