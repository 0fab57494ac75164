package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.AuditServerContract;
import com.sphereon.kms.testkit.database.RestartableServer;
import com.sphereon.kms.testkit.database.TestDatabases;

class PostgresqlAuditServerTest extends AuditServerContract {

    @Override
    protected PersistenceFactory factory() {
        return new PostgresqlPersistenceFactory();
    }

    @Override
    protected RestartableServer startServer() {
        return TestDatabases.restartablePostgresql();
    }
}
