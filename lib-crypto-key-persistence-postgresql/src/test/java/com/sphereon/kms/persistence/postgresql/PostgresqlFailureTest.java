package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.ServerFailureContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;

class PostgresqlFailureTest extends ServerFailureContract {

    @Override
    protected PersistenceFactory factory() {
        return new PostgresqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.postgresql();
    }

    @Override
    protected String utc(String column, String table) {
        return "select to_char(" + column + " at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') from " + table;
    }
}
