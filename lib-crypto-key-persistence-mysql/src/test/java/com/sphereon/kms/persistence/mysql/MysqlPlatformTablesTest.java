package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.PlatformTablesContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;

class MysqlPlatformTablesTest extends PlatformTablesContract {

    @Override
    protected PersistenceFactory factory() {
        return new MysqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.mysql();
    }
}
