package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.ServerFailureContract;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;

class MysqlFailureTest extends ServerFailureContract {

    @Override
    protected PersistenceFactory factory() {
        return new MysqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.mysql();
    }

    @Override
    protected String utc(String column, String table) {
        return "select date_format(" + column + ", '%Y-%m-%d %H:%i:%s.%f') from " + table;
    }
}
