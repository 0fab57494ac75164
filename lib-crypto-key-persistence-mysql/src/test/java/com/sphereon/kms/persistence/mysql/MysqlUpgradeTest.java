package com.sphereon.kms.persistence.mysql;

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

class MysqlUpgradeTest extends UpgradeContract {
    private static final List<String> SCRIPTS_BEFORE =
            List.of("V1__key_reference.sql", "V2__change_counter.sql", "V3__tenant_config_property.sql");

    @Override
    protected PersistenceFactory factory() {
        return new MysqlPersistenceFactory();
    }

    @Override
    protected TestServer server() {
        return TestDatabases.mysql();
    }

    @Override
    protected void prepareAsBefore(Settings settings, TenantId tenant) {
        ServerSettings server = ServerSettings.parse(settings, MysqlDatabase.KIND);
        DataSource source = MysqlConnections.forMigrations(server);
        MysqlSchemas schemas = new MysqlSchemas();
        SchemaPattern names = server.tenantSchemas();
        Migrations before = new Migrations(MysqlDatabase.class, "migration", SCRIPTS_BEFORE);
        TenantSchemas tenants =
                new TenantSchemas(names, schemas, before, source, new SchemaSetup(source, schemas, true));
        tenants.prepare(tenant, new MysqlDialect(names, schemas, tenants));
    }

    @Override
    protected String moment(String iso) {
        return "'" + iso.replace('T', ' ').replace("Z", "") + "'";
    }
}
