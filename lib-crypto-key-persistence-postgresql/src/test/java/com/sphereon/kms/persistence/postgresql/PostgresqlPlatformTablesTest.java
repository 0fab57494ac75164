package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.PlatformTablesContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;

class PostgresqlPlatformTablesTest extends PlatformTablesContract {

    @Override
    protected PersistenceFactory factory() {
        return new PostgresqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.postgresql();
    }
}
