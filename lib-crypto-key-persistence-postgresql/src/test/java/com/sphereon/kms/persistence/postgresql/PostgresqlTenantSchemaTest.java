package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.TenantSchemaContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import org.junit.jupiter.api.Test;

class PostgresqlTenantSchemaTest extends TenantSchemaContract {

    @Override
    protected PersistenceFactory factory() {
        return new PostgresqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.postgresql();
    }

    @Override
    protected int maxSchemaChars() {
        return 63;
    }

    /** PostgreSQL takes back a script that fails, so nobody but a person can have left this. */
    @Test
    void firstSight_scriptThatFailed_refused() {
        see();
        server().run("update " + schema() + ".flyway_schema_history set success = false");

        assertSightRefused("Migration 1 (key reference) of the database was applied only in part");
    }
}
