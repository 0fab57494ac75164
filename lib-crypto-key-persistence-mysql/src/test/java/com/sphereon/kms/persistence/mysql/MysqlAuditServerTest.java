package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.AuditServerContract;
import com.sphereon.kms.testkit.database.RestartableServer;
import com.sphereon.kms.testkit.database.TestDatabases;

class MysqlAuditServerTest extends AuditServerContract {

    @Override
    protected PersistenceFactory factory() {
        return new MysqlPersistenceFactory();
    }

    @Override
    protected RestartableServer startServer() {
        return TestDatabases.restartableMysql();
    }
}
