package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ProviderId;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A search for tenants by rows they have, in whatever schemas these are. Immutable.
 *
 * @param what what is searched for, for the log
 * @param table where there is no such table, there are no such rows
 * @param statement takes what stands before the names of tables; selects the column {@code tenant_id}, each tenant once
 * @param parameters binds the parameters of the statement, which may stand in it more than once
 * @param complete whether a tenant that cannot be searched is a failure; else it is logged and passed over
 */
public record TenantSearch(
        String what,
        String table,
        UnaryOperator<String> statement,
        Consumer<SqlStatement<?>> parameters,
        boolean complete) {

    /** Those with keys at that provider that are not deleted or destroyed: all of them, or none are told. */
    static TenantSearch keysAt(ProviderId provider, Dialect dialect) {
        return new TenantSearch(
                "keys at provider " + provider,
                "key_reference",
                KeyReferenceSql::tenantsAtProvider,
                statement -> new Columns(statement, dialect).text("provider_id", provider.value()),
                true);
    }

    /** Those with references that are being created or deleted. */
    static TenantSearch unfinished() {
        return new TenantSearch(
                "unfinished keys",
                "key_reference",
                prefix -> "select distinct tenant_id from " + prefix
                        + "key_reference where progress in ('creating', 'deleting')",
                statement -> {},
                false);
    }

    /** Those that have an audit log. */
    static TenantSearch withAuditLog() {
        return new TenantSearch(
                "audit logs",
                "audit_log",
                prefix -> "select tenant_id from " + prefix + "audit_log",
                statement -> {},
                false);
    }

    /** Those whose audit logs have events that no checkpoint covers. */
    static TenantSearch withoutCheckpoint() {
        return new TenantSearch(
                "events without a checkpoint",
                "audit_log",
                prefix -> "select tenant_id from " + prefix + "audit_log where size > checkpoint_size",
                statement -> {},
                false);
    }

    /** Those that have something to do at that moment. */
    static TenantSearch due(Instant now, Dialect dialect) {
        return new TenantSearch(
                "due work",
                "rotation",
                TenantSearch::due,
                statement -> new Columns(statement, dialect).moment("now", now),
                false);
    }

    /** Whoever has such rows has a counter, and one row that is due is enough to know. */
    private static String due(String prefix) {
        return "select c.tenant_id from %1$schange_counter c where ".formatted(prefix)
                + "exists (select 1 from %1$srotation where tenant_id = c.tenant_id and ".formatted(prefix)
                + JdbiRotationStore.DUE + ") or "
                + "exists (select 1 from %1$srotation_policy where tenant_id = c.tenant_id and ".formatted(prefix)
                + JdbiRotationPolicyStore.DUE + ") or "
                + "exists (select 1 from " + KeyReferenceSql.dueDestructions(prefix, "c.tenant_id") + ")";
    }
}
