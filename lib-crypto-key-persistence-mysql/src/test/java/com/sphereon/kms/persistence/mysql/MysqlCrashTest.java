package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.RestartableServer;
import com.sphereon.kms.testkit.database.ServerCrashContract;
import com.sphereon.kms.testkit.database.TestDatabases;

class MysqlCrashTest extends ServerCrashContract {

    @Override
    protected PersistenceFactory factory() {
        return new MysqlPersistenceFactory();
    }

    @Override
    protected RestartableServer startServer() {
        return TestDatabases.restartableMysql();
    }

    @Override
    protected String[] createUser(String user, String password) {
        return new String[] {
            "create user " + user + " identified by '" + password + "'", "grant all privileges on *.* to " + user
        };
    }

    @Override
    protected String[] changePasswordAndDisconnect(String user, String password) {
        return new String[] {"alter user " + user + " identified by '" + password + "'", "kill user " + user};
    }
}
