package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import java.sql.SQLException;
import java.util.List;

/**
 * What is in a table whose rows belong to tenants and count their changes. Besides the columns named here it has
 * {@code tenant_id} and {@code revision}.
 *
 * @param <T> what a row stands for
 */
interface RowKind<T> {

    String table();

    /** The columns that tell a row from the tenant's others. */
    List<String> key();

    /** The columns that an update sets. */
    List<String> others();

    TenantId tenant(T value);

    long revision(T value);

    /** What to call it in messages, with an article where one belongs. */
    String name(T value);

    /** What to say when it cannot be inserted beside what is there. */
    default String conflict(T value) {
        return name(value) + " exists already";
    }

    /** Binds the columns named here. */
    void bind(Columns columns, T value);

    /** What a row stands for; may throw anything when the row is not one we can have written. */
    T map(Row row, TenantId tenant, long revision) throws SQLException;
}
