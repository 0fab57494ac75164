package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** In what one database differs from another. Safe for use by many threads. */
public interface Dialect {

    /** Whether other processes may use the database at the same time. */
    boolean shared();

    /**
     * What stands before the name of a table of that tenant, such as {@code tenant_acme.}; empty where all tenants share
     * one schema. Becomes part of the SQL, so it is made of nothing but the tenant's id and constants.
     */
    String tablePrefix(TenantId tenant);

    /**
     * Makes sure that the tenant's tables exist and are current. Called before the first statement for a tenant, by one
     * thread of this process at a time; other processes may be at it too.
     */
    void prepare(TenantId tenant);

    /**
     * The tenants whose rows a search finds, those included whose tables this process has not seen yet; without those
     * whose tables cannot be searched, which are logged.
     *
     * @throws UnavailableException when there are such and the search must be complete
     */
    List<TenantId> tenantsWith(TenantSearch search, Handle handle);

    /**
     * What follows a query in a transaction that writes, so that nobody else changes the rows it finds before that ends. Rows
     * others hold are waited for.
     */
    default String lockRows() {
        return " for update";
    }

    /** As {@link #lockRows}, but rows others hold are left out. */
    default String lockFreeRows() {
        return " for update skip locked";
    }

    /** A moment, whole microseconds, as the driver takes it for a column. Later moments must compare as greater. */
    Object toColumn(Instant moment);

    /** The moment in a column, which is not null. */
    Instant toInstant(ResultSet row, String column) throws SQLException;

    /** What went wrong, by the driver's codes and never by its words. */
    Failure classify(SQLException e);

    /** A query that shows that the database can be read, at next to no cost. */
    String healthQuery();
}
