package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What is in a table whose rows belong to tenants and count their changes. Besides the columns named here it has
 * {@code tenant_id} and {@code revision}.
 *
 * @param <T> what a row stands for
 */
interface RowKind<T> {

    /**
     * What rows must not be there.
     *
     * @param condition SQL, on columns and parameters as they are bound
     * @param conflict what to say when there is one
     */
    record Exclusion(String condition, String conflict) {}

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

    /**
     * What none of the tenant's other rows may meet while this one is written; looked at in its turn, so only for rows
     * whose changes are counted. None where a unique index sees to it.
     */
    default Optional<Exclusion> exclusion(T value) {
        return Optional.empty();
    }

    /** Binds the columns named here. */
    void bind(Columns columns, T value);

    /** What a row stands for; may throw anything when the row is not one we can have written. */
    T map(Row row, TenantId tenant, long revision) throws SQLException;
}
