package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds the tenants that have unfinished references, by asking many schemas in one statement. */
public final class UnfinishedTenants {
    /** Schemas in one statement. */
    private static final int CHUNK = 100;

    private final SchemaPattern names;
    private final SchemaDialect schemas;

    /** Looks at the schemas that have such names. */
    public UnfinishedTenants(SchemaPattern names, SchemaDialect schemas) {
        this.names = names;
        this.schemas = schemas;
    }

    /**
     * The tenants among those who own these schemas.
     *
     * @param candidates schemas that hold a table {@code key_reference}
     */
    public List<TenantId> among(List<String> candidates, Handle handle) {
        List<TenantId> tenants = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += CHUNK) {
            List<String> chunk = candidates.subList(from, Math.min(from + CHUNK, candidates.size()));
            String sql = chunk.stream().map(this::query).collect(Collectors.joining(" union all "));
            handle.select(sql).map((row, context) -> new Found(row.getString(1), row.getString(2))).stream()
                    .filter(this::isOwner)
                    .map(found -> new TenantId(found.tenant))
                    .forEach(tenants::add);
        }
        return tenants;
    }

    private record Found(String schema, String tenant) {}

    /** Others may have schemas whose names only look like ours. */
    private boolean isOwner(Found found) {
        return found.tenant.matches("[a-z0-9-]+")
                && names.schema(new TenantId(found.tenant)).equals(found.schema);
    }

    private String query(String schema) {
        return "select distinct '%s' as owner, tenant_id from %s.key_reference where progress in ('creating', 'deleting')"
                .formatted(schema, schemas.quote(schema));
    }
}
