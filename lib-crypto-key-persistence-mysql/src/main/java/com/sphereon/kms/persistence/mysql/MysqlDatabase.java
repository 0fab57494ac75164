package com.sphereon.kms.persistence.mysql;

import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.Persistence;
import com.sphereon.kms.core.spi.PlatformPersistence;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.persistence.jdbi.ConnectionPools;
import com.sphereon.kms.persistence.jdbi.JdbiPersistence;
import com.sphereon.kms.persistence.jdbi.JdbiPlatform;
import com.sphereon.kms.persistence.jdbi.Migrations;
import com.sphereon.kms.persistence.jdbi.server.FirstContact;
import com.sphereon.kms.persistence.jdbi.server.PlatformSchema;
import com.sphereon.kms.persistence.jdbi.server.SchemaSetup;
import com.sphereon.kms.persistence.jdbi.server.ServerKind;
import com.sphereon.kms.persistence.jdbi.server.ServerPool;
import com.sphereon.kms.persistence.jdbi.server.ServerSettings;
import com.sphereon.kms.persistence.jdbi.server.TenantSchemas;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * The databases on a server.
 *
 * @param patience how long to wait for the server
 */
record MysqlDatabase(ServerSettings settings, Duration patience) {
    static final ServerKind KIND = new ServerKind(
            "jdbc:mysql://",
            3306,
            false,
            false,
            64,
            List.of("mysql", "sys", "information_schema", "performance_schema"));

    /** The scripts for the schema of a tenant, in the folder {@code migration} beside this class. */
    static final List<String> TENANT_SCRIPTS = List.of(
            "V1__key_reference.sql",
            "V2__change_counter.sql",
            "V3__tenant_config_property.sql",
            "V4__key_lifecycle.sql",
            "V5__kms_provider_integration.sql",
            "V6__rotation.sql",
            "V7__rotation_policy.sql",
            "V8__idempotency.sql",
            "V9__audit_log.sql",
            "V10__audit_event.sql",
            "V11__audit_tile.sql",
            "V12__audit_checkpoint.sql");

    /** The scripts for the schema of the platform, in the folder {@code platform} beside this class. */
    static final List<String> PLATFORM_SCRIPTS = List.of(
            "V1__kms_provider.sql",
            "V2__kms_provider_software.sql",
            "V3__kms_provider_software_previous_master_key.sql",
            "V4__kms_provider_aws_kms.sql",
            "V5__kms_provider_azure_keyvault.sql",
            "V6__kms_provider_csc.sql",
            "V7__kms_provider_rest.sql",
            "V8__kms_provider_sharing.sql",
            "V9__drop_unused_tables.sql",
            "V10__kms_provider.sql",
            "V11__kms_provider_software.sql",
            "V12__kms_provider_software_previous_master_key.sql",
            "V13__kms_provider_aws_kms.sql",
            "V14__kms_provider_azure_keyvault.sql",
            "V15__kms_provider_csc.sql",
            "V16__kms_provider_rest.sql",
            "V17__kms_provider_sharing.sql",
            "V18__platform_change_counter.sql",
            "V19__platform_change_counter_row.sql");

    /**
     * @param others settings that all databases have
     * @throws InvalidSettingException when the server refuses us
     * @throws UnavailableException when it has not answered in time
     */
    Persistence openTenants(Settings others) {
        DataSource migrations = reachable();
        HikariDataSource pool = ServerPool.open("kms-mysql", MysqlConnections.forRequests(settings), settings.pool());
        try {
            return new JdbiPersistence(dialect(migrations, pool), new ConnectionPools(pool, pool), others);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * @throws InvalidSettingException when the server refuses us
     * @throws UnavailableException when it has not answered in time
     */
    PlatformPersistence openPlatform() {
        DataSource migrations = reachable();
        Migrations scripts = new Migrations(MysqlDatabase.class, "platform", PLATFORM_SCRIPTS);
        MysqlDialect dialect = dialect(migrations, migrations);
        PlatformSchema schema = new PlatformSchema(settings.platformSchema(), scripts, setup(migrations));
        schema.prepare(dialect);
        HikariDataSource pool = ServerPool.open(
                "kms-mysql-platform",
                MysqlConnections.forRequests(settings),
                settings.pool().ofPlatform());
        return new JdbiPlatform(dialect, new ConnectionPools(pool, pool), schema.tablePrefix(new MysqlSchemas()));
    }

    /** Where to get connections for migrations, once the server has answered. */
    private DataSource reachable() {
        DataSource source = MysqlConnections.forMigrations(settings);
        new FirstContact(settings.address(), patience)
                .await(
                        source,
                        new ServerCheck(settings)::inspect,
                        new ServerRefusal(settings.address(), settings.tls().mode())::explain);
        return source;
    }

    private MysqlDialect dialect(DataSource migrations, DataSource requests) {
        MysqlSchemas schemas = new MysqlSchemas();
        Migrations scripts = new Migrations(MysqlDatabase.class, "migration", TENANT_SCRIPTS);
        return new MysqlDialect(
                settings.tenantSchemas(),
                schemas,
                new TenantSchemas(settings.tenantSchemas(), schemas, scripts, requests, setup(migrations)));
    }

    private SchemaSetup setup(DataSource migrations) {
        return new SchemaSetup(migrations, new MysqlSchemas(), settings.createSchemas());
    }
}
