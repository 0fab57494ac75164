package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.PersistenceFactory;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.Migrations;
import com.sphereon.kms.persistence.jdbi.server.SchemaPattern;
import com.sphereon.kms.persistence.jdbi.server.SchemaSetup;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.persistence.jdbi.server.TenantSchemas;
import com.sphereon.kms.testkit.database.TestDatabases;
import com.sphereon.kms.testkit.database.TestServer;
import com.sphereon.kms.testkit.database.UpgradeContract;
import java.util.List;
import javax.sql.DataSource;

class PostgresqlUpgradeTest extends UpgradeContract {
    private static final List<String> SCRIPTS_BEFORE = List.of("V1__key_reference.sql");

    @Override
    protected PersistenceFactory factory() {
        return new PostgresqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.postgresql();
    }

    @Override
    protected void prepareAsBefore(Settings settings, TenantId tenant) {
        ServerSettings server = ServerSettings.parse(settings, PostgresqlDatabase.KIND);
        DataSource source = PostgresqlConnections.forMigrations(server);
        PostgresqlSchemas schemas = new PostgresqlSchemas();
        SchemaPattern names = server.tenantSchemas();
        Migrations before = new Migrations(PostgresqlDatabase.class, "migration", SCRIPTS_BEFORE);
        TenantSchemas tenants =
                new TenantSchemas(names, schemas, before, source, new SchemaSetup(source, schemas, true));
        tenants.prepare(tenant, new PostgresqlDialect(names, schemas, tenants));
    }

    @Override
    protected String moment(String iso) {
        return "'" + iso.replace('T', ' ').replace("Z", "+00") + "'";
    }
}
