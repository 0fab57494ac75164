package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.testkit.database.RestartableServer;
import com.sphereon.kms.testkit.database.ServerCrashContract;
import com.sphereon.kms.testkit.database.TestDatabases;

class PostgresqlCrashTest extends ServerCrashContract {

    @Override
    protected PersistenceFactory factory() {
        return new PostgresqlPersistenceFactory();
    }

    @Override
    protected RestartableServer startServer() {
        return TestDatabases.restartablePostgresql();
    }

    @Override
    protected String[] createUser(String user, String password) {
        return new String[] {"create user " + user + " superuser password '" + password + "'"};
    }

    @Override
    protected String[] changePasswordAndDisconnect(String user, String password) {
        return new String[] {
            "alter user " + user + " password '" + password + "'",
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + user + "'"
        };
    }
}
