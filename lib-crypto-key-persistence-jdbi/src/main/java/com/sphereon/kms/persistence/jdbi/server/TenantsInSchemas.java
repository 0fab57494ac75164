package com.sphereon.kms.persistence.jdbi.server;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.persistence.jdbi.TenantSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds tenants by rows they have, by asking many schemas in one statement. Safe for use by many threads. */
public final class TenantsInSchemas {
    /** Schemas in one statement. */
    private static final int CHUNK = 100;

    /** What {@link SchemaPattern} can produce; a name in a catalog may be anything, also SQL. */
    private static final Pattern POSSIBLE = Pattern.compile("[a-z][a-z0-9_]*");

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(TenantsInSchemas.class);

    private final SchemaPattern names;
    private final SchemaDialect schemas;

    /** Looks at the schemas that have such names. */
    public TenantsInSchemas(SchemaPattern names, SchemaDialect schemas) {
        this.names = names;
        this.schemas = schemas;
    }

    /**
     * The tenants among those who own these schemas.
     *
     * @param candidates schemas that hold the table the search is about
     * @throws UnavailableException when one cannot be searched and the search must be complete
     */
    public List<TenantId> among(List<String> candidates, TenantSearch search, Handle handle) {
        List<TenantId> tenants = new ArrayList<>();
        List<String> ours = candidates.stream()
                .filter(schema -> POSSIBLE.matcher(schema).matches())
                .toList();
        for (int from = 0; from < ours.size(); from += CHUNK) {
            tenants.addAll(amongChunk(ours.subList(from, Math.min(from + CHUNK, ours.size())), search, handle));
        }
        return tenants;
    }

    /** One schema that is not what it seems must not hide what is found in all others. */
    private List<TenantId> amongChunk(List<String> chunk, TenantSearch search, Handle handle) {
        try {
            return select(chunk, search, handle);
        } catch (StatementException e) {
            if (chunk.size() == 1 && search.complete()) {
                LOG.warn("Schema {} cannot be searched for {}: {}", chunk.getFirst(), search.what(), e.getCause());
                throw new UnavailableException(
                        "The tables of a tenant cannot be searched for " + search.what(), RETRY_AFTER, e);
            }
            if (chunk.size() == 1) {
                LOG.warn("Schema {} cannot be searched for {}: {}", chunk.getFirst(), search.what(), e.getCause());
                return List.of();
            }
            return chunk.stream()
                    .flatMap(schema -> amongChunk(List.of(schema), search, handle).stream())
                    .toList();
        }
    }

    private List<TenantId> select(List<String> chunk, TenantSearch search, Handle handle) {
        String sql = chunk.stream().map(schema -> query(schema, search)).collect(Collectors.joining(" union all "));
        try (Query query = handle.createQuery(sql)) {
            search.parameters().accept(query);
            return query.map((row, context) -> new Found(row.getString(1), row.getString(2))).stream()
                    .flatMap(found -> owner(found).stream())
                    .toList();
        }
    }

    private record Found(String schema, String tenant) {}

    /** Others may have schemas whose names only look like ours. */
    private Optional<TenantId> owner(Found found) {
        try {
            return Optional.of(new TenantId(found.tenant))
                    .filter(tenant -> names.schema(tenant).equals(found.schema));
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    private String query(String schema, TenantSearch search) {
        return "select '%s' as owner, tenant_id from (%s) owners"
                .formatted(schema, search.statement().apply(schemas.quote(schema) + "."));
    }
}
