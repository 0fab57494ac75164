package com.sphereon.kms.app;

import com.sphereon.kms.testkit.database.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** In a database that others may use as well. */
class PostgresqlTamperingTest extends AuditTamperingContract {
    private final TestDatabase database = TestDatabase.create(TestDatabases.postgresql());

    @Override
    Map<String, String> settings() {
        return database.settings(folder);
    }

    @Override
    Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    String prefix(String tenant) {
        return "tenant_" + tenant.replace('-', '_') + ".";
    }

    @Override
    List<Tampering> tamperings() {
        return Tampering.all();
    }
}
