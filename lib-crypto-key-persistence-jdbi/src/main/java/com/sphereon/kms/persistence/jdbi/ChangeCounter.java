package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * The number in {@code change_counter} that grows with every change of a tenant's rows. Who has read rows can tell by it
 * whether they are what is stored still. Safe for use by many threads.
 */
final class ChangeCounter {
    private static final String TENANT = "tenant_id";

    private final TenantTables tables;

    ChangeCounter(TenantTables tables) {
        this.tables = tables;
    }

    /**
     * Counts a change that the transaction of this handle is about to make. Other transactions that change rows of this
     * tenant wait from here on until it ends, so that what it looks at does not change meanwhile.
     */
    static void advance(Handle handle, String prefix, TenantId tenant) {
        if (execute(
                        handle,
                        "update " + prefix + "change_counter set changes = changes + 1 where tenant_id = :tenant_id",
                        tenant)
                == 0) {
            execute(
                    handle,
                    "insert into " + prefix + "change_counter (tenant_id, changes) values (:tenant_id, 1)",
                    tenant);
        }
    }

    /** The number as it is stored now; 0 as long as nothing was changed. */
    long read(TenantId tenant) {
        return tables.read(tenant, (handle, prefix) -> {
            try (Query query = handle.createQuery(
                    "select changes from " + prefix + "change_counter where tenant_id = :tenant_id")) {
                return query.bind(TENANT, tenant.value())
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L);
            }
        });
    }

    private static int execute(Handle handle, String sql, TenantId tenant) {
        try (Update update = handle.createUpdate(sql)) {
            return update.bind(TENANT, tenant.value()).execute();
        }
    }
}
