package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.Settings;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.sqlite.SQLiteDataSource;

/**
 * A schema for each tenant, as the big databases have it, made of SQLite files attached to the one connection. Moments
 * are numbers, to show that the shared SQL does not care.
 */
final class SchemaPerTenantDialect implements Dialect {
    private static final int SQLITE_CONSTRAINT = 19;

    private static final List<String> TABLES = List.of(
            "key_reference (id text primary key, tenant_id, alias, version, kid, provider_id, provider_key_id, origin,"
                    + " control_mode, key_type, key_size, key_use, key_operations, signature_algorithm, public_key_jwk,"
                    + " certificate_chain, progress, state, created_at, created_by_id, updated_at, updated_by_id,"
                    + " deleted_at, deleted_by_id, revision)",
            "key_lifecycle (id text primary key, tenant_id, reason, since_at, since_by_id, activated_at, deactivated_at,"
                    + " compromised_at, destroyed_at, destroy_at, published_until)",
            "change_counter (tenant_id text primary key, changes)",
            "tenant_config_property (tenant_id, property_key text primary key, property_value, created_at,"
                    + " created_by_id, updated_at, updated_by_id, revision)",
            "kms_provider_integration (id text primary key, tenant_id, provider_id, service, purpose, priority, enabled,"
                    + " created_at, created_by_id, updated_at, updated_by_id, revision)",
            "rotation (id text primary key, tenant_id, alias, old_version_id, new_version_id, provider_id, external_key,"
                    + " rotate_at, publish_before, overlap, phase, due_at, failure, created_at, created_by_id, updated_at,"
                    + " updated_by_id, revision)",
            "rotation_policy (tenant_id, alias text primary key, rotation_interval, publish_before, overlap,"
                    + " target_provider_id, due_at, created_at, created_by_id, updated_at, updated_by_id, revision)",
            "idempotency (tenant_id, id text primary key, fingerprint, resource_id, status, location, body, created_at,"
                    + " created_by_id, touched_at, touched_by_id, revision)",
            "audit_log (tenant_id text primary key, size, frontier, last_leaf_hash, checkpoint_size default 0)",
            "audit_event (tenant_id, idx integer primary key, leaf, leaf_hash, happened_at, operation, outcome, alias, kid)",
            "audit_tile (tenant_id, level, idx, hash, earliest_at, latest_at, primary key (level, idx))",
            "audit_checkpoint (tenant_id, size integer primary key, root, note, kid, signed_at)");

    private static final Pattern SCHEMA_FILE = Pattern.compile("(tenant_.*)\\.db");

    private final Set<String> attached = ConcurrentHashMap.newKeySet();
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
        SchemaPerTenantDialect dialect = new SchemaPerTenantDialect(directory, new HikariDataSource(settings));
        dialect.attachAll();
        return dialect;
    }

    /** A server knows its schemas, whether their tenants have been seen or not. */
    private void attachAll() {
        try (Stream<Path> files = Files.list(directory);
                Connection connection = pool.getConnection()) {
            for (Path file : files.toList()) {
                Matcher name = SCHEMA_FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    attach(connection, name.group(1));
                }
            }
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void attach(Connection connection, String schema) throws SQLException {
        if (attached.add(schema)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("attach '" + directory.resolve(schema + ".db") + "' as " + schema);
                statement.execute("pragma " + schema + ".synchronous = off");
            }
        }
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
            attach(connection, schema);
            for (String table : TABLES) {
                statement.execute("create table if not exists " + schema + "." + table);
            }
            statement.execute("create unique index if not exists " + schema + ".rotation_unfinished"
                    + " on rotation (alias) where phase in ('scheduled', 'published')");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public List<TenantId> tenantsWith(TenantSearch search, Handle handle) {
        return handle
                .select("select name from pragma_database_list where name like 'tenant%'")
                .mapTo(String.class)
                .stream()
                .flatMap(schema -> found(search, schema, handle).stream())
                .toList();
    }

    private static List<TenantId> found(TenantSearch search, String schema, Handle handle) {
        try (Query query = handle.createQuery(search.statement().apply(schema + "."))) {
            search.parameters().accept(query);
            return query.map((row, context) -> new TenantId(row.getString(1))).list();
        }
    }

    @Override
    public String lockRows() {
        return "";
    }

    @Override
    public String lockFreeRows() {
        return "";
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
