package com.sphereon.kms.persistence.postgresql;

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
 * A database on a server.
 *
 * @param patience how long to wait for the server
 */
record PostgresqlDatabase(ServerSettings settings, Duration patience) {
    static final ServerKind KIND = new ServerKind(
            "jdbc:postgresql://", 5432, true, true, 63, List.of("public", "information_schema", "pg_catalog"));

    /** The scripts for the schema of a tenant, in the folder {@code migration} beside this class. */
    static final List<String> TENANT_SCRIPTS =
            List.of("V1__key_reference.sql", "V2__lifecycle_rotation_and_requests.sql", "V3__audit_log.sql");

    /** The scripts for the schema of the platform, in the folder {@code platform} beside this class. */
    static final List<String> PLATFORM_SCRIPTS = List.of("V1__kms_provider.sql", "V2__provider_registry.sql");

    /**
     * @param others settings that all databases have
     * @throws InvalidSettingException when the server refuses us
     * @throws UnavailableException when it has not answered in time
     */
    Persistence openTenants(Settings others) {
        DataSource migrations = reachable();
        HikariDataSource pool =
                ServerPool.open("kms-postgresql", PostgresqlConnections.forRequests(settings), settings.pool());
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
        Migrations scripts = new Migrations(PostgresqlDatabase.class, "platform", PLATFORM_SCRIPTS);
        PostgresqlDialect dialect = dialect(migrations, migrations);
        PlatformSchema schema = new PlatformSchema(settings.platformSchema(), scripts, setup(migrations));
        schema.prepare(dialect);
        HikariDataSource pool = ServerPool.open(
                "kms-postgresql-platform",
                PostgresqlConnections.forRequests(settings),
                settings.pool().ofPlatform());
        return new JdbiPlatform(dialect, new ConnectionPools(pool, pool), schema.tablePrefix(new PostgresqlSchemas()));
    }

    /** Where to get connections for migrations, once the server has answered. */
    private DataSource reachable() {
        DataSource source = PostgresqlConnections.forMigrations(settings);
        new FirstContact(settings.address(), patience)
                .await(source, new ServerCheck(settings)::inspect, new ServerRefusal(settings.address())::explain);
        return source;
    }

    private PostgresqlDialect dialect(DataSource migrations, DataSource requests) {
        PostgresqlSchemas schemas = new PostgresqlSchemas();
        Migrations scripts = new Migrations(PostgresqlDatabase.class, "migration", TENANT_SCRIPTS);
        return new PostgresqlDialect(
                settings.tenantSchemas(),
                schemas,
                new TenantSchemas(settings.tenantSchemas(), schemas, scripts, requests, setup(migrations)));
    }

    private SchemaSetup setup(DataSource migrations) {
        return new SchemaSetup(migrations, new PostgresqlSchemas(), settings.createSchemas());
    }
}
