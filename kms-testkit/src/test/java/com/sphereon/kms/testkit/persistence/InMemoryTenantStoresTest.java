package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.spi.Persistence;

class InMemoryTenantStoresTest extends TenantStoresContract {

    @Override
    protected Persistence open() {
        return new InMemoryPersistence();
    }

    @Override
    protected boolean survivesClosing() {
        return false;
    }
}
