package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.persistence.jdbi.Dialect;
import com.sphereon.kms.persistence.jdbi.Failure;
import com.sphereon.kms.persistence.jdbi.TenantSearch;
import com.sphereon.kms.persistence.jdbi.server.SchemaPattern;
import com.sphereon.kms.persistence.jdbi.server.TenantSchemas;
import com.sphereon.kms.persistence.jdbi.server.TenantsInSchemas;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** PostgreSQL: a schema for each tenant. */
final class PostgresqlDialect implements Dialect {
    private static final String TENANT_SCHEMAS = "select n.nspname from pg_catalog.pg_class c"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
            + " where c.relname = :table and c.relkind = 'r' and n.nspname like :names escape '!'";

    /** What we may not look into is hardly ours; where nothing may be missed, it is looked into all the same. */
    private static final String READABLE =
            " and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')";

    private final SchemaPattern names;
    private final TenantSchemas tenants;
    private final TenantsInSchemas owners;

    PostgresqlDialect(SchemaPattern names, PostgresqlSchemas schemas, TenantSchemas tenants) {
        this.names = names;
        this.tenants = tenants;
        this.owners = new TenantsInSchemas(names, schemas);
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public String tablePrefix(TenantId tenant) {
        return tenants.tablePrefix(tenant);
    }

    @Override
    public void prepare(TenantId tenant) {
        tenants.prepare(tenant, this);
    }

    @Override
    public List<TenantId> tenantsWith(TenantSearch search, Handle handle) {
        List<String> schemas = handle.select(search.complete() ? TENANT_SCHEMAS : TENANT_SCHEMAS + READABLE)
                .bind("table", search.table())
                .bind("names", names.like())
                .mapTo(String.class)
                .list();
        return owners.among(schemas, search, handle);
    }

    @Override
    public Object toColumn(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    @Override
    public Instant toInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public Failure classify(SQLException e) {
        return SqlState.classify(e);
    }

    @Override
    public String healthQuery() {
        return "select 1";
    }
}
