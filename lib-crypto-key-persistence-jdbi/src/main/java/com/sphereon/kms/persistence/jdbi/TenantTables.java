package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * The tables of tenants: there and current before the first statement, and counted in what is changed of them. Statements
 * are given a connection and what stands before the names of the tenant's tables. Safe for use by many threads.
 */
final class TenantTables {
    private final DatabaseAccess access;
    private final Dialect dialect;
    private final PreparedTenants tenants;

    TenantTables(DatabaseAccess access, Dialect dialect, PreparedTenants tenants) {
        this.access = access;
        this.dialect = dialect;
        this.tenants = tenants;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs queries that need not see the same state of the database. */
    <T> T read(TenantId tenant, BiFunction<Handle, String, T> queries) {
        String prefix = require(tenant);
        return access.read(handle -> queries.apply(handle, prefix));
    }

    /**
     * Runs statements that take effect together, or not at all when anything is thrown. They wait for all others that write
     * to the tenant this way, and whoever remembers rows of it will know that there was a change.
     *
     * @param duplicate what to say when a unique index refused a row
     * @return what the statements returned: how many rows they changed
     */
    int write(TenantId tenant, String duplicate, ToIntBiFunction<Handle, String> statements) {
        String prefix = require(tenant);
        return access.write(duplicate, handle -> {
            ChangeCounter.advance(handle, prefix, tenant);
            return statements.applyAsInt(handle, prefix);
        });
    }

    /** Runs a single statement on rows that nobody remembers: it waits for no other, and is not counted. */
    int writeUncounted(TenantId tenant, String duplicate, ToIntBiFunction<Handle, String> statement) {
        String prefix = require(tenant);
        return access.writeAlone(duplicate, handle -> statement.applyAsInt(handle, prefix));
    }

    /** Makes sure that the tenant's tables are there, for {@link #writeTogether}. */
    void prepare(TenantId tenant) {
        tenants.require(tenant);
    }

    /**
     * Runs statements on tables of several tenants, which are prepared; in one transaction. What they write is not counted.
     *
     * @param duplicate what to say when a unique index refused a row
     */
    <T> T writeTogether(String duplicate, HandleCallback<T, RuntimeException> statements) {
        return access.write(duplicate, statements);
    }

    /** The tenants a search finds, those included that this process has not seen yet. */
    List<TenantId> tenantsWith(TenantSearch search) {
        return access.read(handle -> dialect.tenantsWith(search, handle));
    }

    private String require(TenantId tenant) {
        tenants.require(tenant);
        return dialect.tablePrefix(tenant);
    }
}
