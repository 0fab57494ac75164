package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Settings;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteDataSource;

/**
 * A schema for each tenant, as the big databases have it, made of SQLite files attached to the one connection. Moments
 * are numbers, to show that the shared SQL does not care.
 */
final class SchemaPerTenantDialect implements Dialect {
    private static final int SQLITE_CONSTRAINT = 19;

    private final Path directory;
    private final HikariDataSource pool;

    private SchemaPerTenantDialect(Path directory, HikariDataSource pool) {
        this.directory = directory;
        this.pool = pool;
    }

    static SchemaPerTenantDialect dialect(Path directory) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + directory.resolve("platform.db"));
        HikariConfig settings = ConnectionPools.settings("one", source, 1);
        settings.setMaxLifetime(0);
        return new SchemaPerTenantDialect(directory, new HikariDataSource(settings));
    }

    static JdbiPersistence open(Path directory) {
        SchemaPerTenantDialect dialect = dialect(directory);
        return new JdbiPersistence(dialect, new ConnectionPools(dialect.pool, dialect.pool), new Settings(Map.of()));
    }

    HikariDataSource pool() {
        return pool;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public String tablePrefix(TenantId tenant) {
        return schema(tenant) + ".";
    }

    private static String schema(TenantId tenant) {
        return "tenant_" + tenant.value().replace('-', '_');
    }

    @Override
    public void prepare(TenantId tenant) {
        String schema = schema(tenant);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("attach '" + directory.resolve(schema + ".db") + "' as " + schema);
            statement.execute("pragma " + schema + ".synchronous = off");
            statement.execute("create table if not exists " + schema + ".key_reference (id text primary key, tenant_id,"
                    + " alias, version, kid, provider_id, provider_key_id, origin, control_mode, key_type, key_size,"
                    + " key_use, key_operations, signature_algorithm, public_key_jwk, certificate_chain, progress, state,"
                    + " created_at, created_by_id, updated_at, updated_by_id, deleted_at, deleted_by_id, revision)");
            statement.execute(
                    "create table if not exists " + schema + ".change_counter (tenant_id text primary key, changes)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public List<TenantId> tenantsWithUnfinished(Handle handle) {
        return handle.select("select name from pragma_database_list where name like 'tenant%'")
                .map((row, context) -> new TenantId(
                        row.getString(1).substring("tenant_".length()).replace('_', '-')))
                .list();
    }

    @Override
    public Object toColumn(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    @Override
    public Instant toInstant(ResultSet row, String column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }

    @Override
    public Failure classify(SQLException e) {
        return e.getErrorCode() == SQLITE_CONSTRAINT ? Failure.DUPLICATE : Failure.UNEXPECTED;
    }

    @Override
    public String healthQuery() {
        return "select 1";
    }
}
