package com.sphereon.kms.persistence.mysql;

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
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** MySQL and MariaDB: a schema for each tenant. */
final class MysqlDialect implements Dialect {
    /** Only what we may look into is listed. */
    private static final String TENANT_SCHEMAS = "select table_schema from information_schema.tables"
            + " where table_name = :table and table_type = 'BASE TABLE' and table_schema like :names escape '!'";

    private final SchemaPattern names;
    private final TenantSchemas tenants;
    private final TenantsInSchemas owners;

    MysqlDialect(SchemaPattern names, MysqlSchemas schemas, TenantSchemas tenants) {
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
        List<String> schemas = handle.select(TENANT_SCHEMAS)
                .bind("table", search.table())
                .bind("names", names.like())
                .mapTo(String.class)
                .list();
        return owners.among(schemas, search, handle);
    }

    /** In UTC, which no time zone of server, session or machine has a part in. */
    @Override
    public Object toColumn(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }

    @Override
    public Instant toInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    @Override
    public Failure classify(SQLException e) {
        return VendorCode.classify(e);
    }

    @Override
    public String healthQuery() {
        return "select 1";
    }
}
