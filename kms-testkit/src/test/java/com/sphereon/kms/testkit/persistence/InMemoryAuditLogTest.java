package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.service.InMemoryPersistence;
import com.sphereon.kms.core.spi.Persistence;

class InMemoryAuditLogTest extends AuditLogContract {

    @Override
    protected Persistence open() {
        return new InMemoryPersistence();
    }

    @Override
    protected boolean survivesClosing() {
        return false;
    }

    @Override
    public int tenants() {
        return 1000;
    }
}
