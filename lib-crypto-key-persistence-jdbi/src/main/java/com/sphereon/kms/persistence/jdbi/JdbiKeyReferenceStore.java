package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.Change;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.DeniedException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.Key;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyReference;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.KeyReferenceStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Key references in the tables {@code key_reference} and {@code key_lifecycle}. */
final class JdbiKeyReferenceStore implements KeyReferenceStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbiKeyReferenceStore.class);

    private final TenantTables tables;
    private final KeyReferenceMapper mapper;

    JdbiKeyReferenceStore(TenantTables tables) {
        this.tables = tables;
        this.mapper = new KeyReferenceMapper(tables.dialect());
    }

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        List<KeyReference> versions =
                select(tenant, KeyReferenceSql::findByAlias, columns -> columns.text("alias", alias.value()));
        return versions.isEmpty() ? Optional.empty() : Optional.of(new Key(versions));
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return select(tenant, KeyReferenceSql::findByKid, columns -> columns.text("kid", kid.value()));
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return provider.isEmpty()
                ? select(tenant, KeyReferenceSql::list, columns -> {})
                : select(
                        tenant,
                        KeyReferenceSql::listAtProvider,
                        columns -> columns.text("provider_id", provider.get().value()));
    }

    @Override
    public Optional<KeyReference> findById(TenantId tenant, UUID id) {
        return select(tenant, KeyReferenceSql::findById, columns -> columns.id("id", id)).stream()
                .findFirst();
    }

    @Override
    public Optional<KeyReference> findDeleted(TenantId tenant, String aliasOrKid) {
        Consumer<Columns> alias = columns -> columns.text("alias", aliasOrKid);
        Consumer<Columns> kid = columns -> columns.text("kid", aliasOrKid);
        if (!mayBeName(aliasOrKid)
                || !select(tenant, KeyReferenceSql::findByAlias, alias).isEmpty()
                || !select(tenant, KeyReferenceSql::findByKid, kid).isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(
                        select(tenant, KeyReferenceSql::lastDeletedByAlias, alias),
                        select(tenant, KeyReferenceSql::lastDeletedByKid, kid))
                .flatMap(List::stream)
                .max(Comparator.comparing(
                        reference -> reference.deleted().map(Change::at).orElse(Instant.MIN)));
    }

    /** What else there is in a text, some databases cannot compare with such a name, and some pass over. */
    private static boolean mayBeName(String text) {
        return text.chars().allMatch(c -> c >= '!' && c <= '~');
    }

    @Override
    public List<KeyReference> findHeldAs(TenantId tenant, ProviderId provider, String providerKeyId) {
        return select(
                tenant,
                KeyReferenceSql::findHeldAs,
                columns -> columns.text("provider_id", provider.value()).text("provider_key_id", providerKeyId));
    }

    @Override
    public List<KeyReference> listPublished(TenantId tenant, Instant now) {
        return select(tenant, KeyReferenceSql::listPublished, columns -> columns.moment("now", now));
    }

    @Override
    public List<KeyReference> findDueDestructions(TenantId tenant, Instant now) {
        return select(tenant, KeyReferenceSql::findDueDestructions, columns -> columns.moment("now", now));
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        TenantId tenant = reference.name().tenant();
        return tables.read(tenant, (handle, prefix) -> {
            try (Query query = handle.createQuery(KeyReferenceSql.revision(prefix))) {
                columns(query).text("tenant_id", tenant.value()).id("id", reference.id());
                return query.mapTo(Long.class)
                        .findOne()
                        .filter(revision -> revision == reference.revision())
                        .isPresent();
            }
        });
    }

    /** Only tenants that are found are counted, so that asking for one that was never seen sets nothing up. */
    @Override
    public long count(ProviderId provider, Optional<TenantId> owner) {
        return tables.tenantsWith(TenantSearch.keysAt(provider, tables.dialect())).stream()
                .filter(tenant -> owner.map(tenant::equals).orElse(true))
                .mapToLong(tenant -> count(tenant, provider))
                .sum();
    }

    private long count(TenantId tenant, ProviderId provider) {
        return tables.read(tenant, (handle, prefix) -> {
            try (Query query = handle.createQuery(KeyReferenceSql.count(prefix))) {
                columns(query).text("tenant_id", tenant.value()).text("provider_id", provider.value());
                return query.mapTo(Long.class).one();
            }
        });
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        List<KeyReference> unfinished = new ArrayList<>();
        for (TenantId tenant : tables.tenantsWith(TenantSearch.unfinished())) {
            try {
                unfinished.addAll(
                        select(tenant, KeyReferenceSql::findUnfinished, columns -> columns.moment("before", before)));
            } catch (IntegrityException | DeniedException e) {
                // One tenant's damage must not keep all others from being helped.
                LOG.warn("Unfinished keys of tenant {} cannot be read: {}", tenant, e.getMessage());
            }
        }
        return unfinished;
    }

    @Override
    public void insert(KeyReference reference) {
        write(List.of(reference), (handle, prefix) -> {
            requireFreeNames(handle, prefix, reference);
            execute(handle, KeyReferenceSql.insert(prefix), columns -> KeyReferenceBinding.bind(columns, reference));
            insertLifecycle(handle, prefix, reference);
        });
    }

    @Override
    public void update(List<KeyReference> changed) {
        if (!changed.isEmpty()) {
            write(changed, (handle, prefix) -> changed.forEach(reference -> update(handle, prefix, reference)));
        }
    }

    private void update(Handle handle, String prefix, KeyReference changed) {
        requireFreeNames(handle, prefix, changed);
        int rows =
                execute(handle, KeyReferenceSql.update(prefix), columns -> KeyReferenceBinding.bind(columns, changed));
        if (rows != 1) {
            throw new ConflictException("version %d of key '%s' was changed by another request"
                    .formatted(changed.name().version(), changed.name().alias()));
        }
        int lifecycles = execute(
                handle,
                KeyReferenceSql.updateLifecycle(prefix),
                columns -> KeyReferenceBinding.bindLifecycle(columns, changed));
        if (lifecycles == 0) {
            insertLifecycle(handle, prefix, changed);
        }
    }

    private void insertLifecycle(Handle handle, String prefix, KeyReference reference) {
        execute(
                handle,
                KeyReferenceSql.insertLifecycle(prefix),
                columns -> KeyReferenceBinding.bindLifecycle(columns, reference));
    }

    private int execute(Handle handle, String sql, Consumer<Columns> parameters) {
        try (Update update = handle.createUpdate(sql)) {
            parameters.accept(columns(update));
            return update.execute();
        }
    }

    /** Unique indexes would refuse most of these too, but cannot say which name it was, nor compare alias and kid. */
    private void requireFreeNames(Handle handle, String prefix, KeyReference reference) {
        if (reference.deleted().isPresent()) {
            return;
        }
        try (Query query = handle.createQuery(KeyReferenceSql.takenNames(prefix))) {
            KeyReferenceBinding.bindName(columns(query), reference);
            query.map((row, context) -> NameConflict.valueOf(row.getString("conflict")))
                    .findFirst()
                    .ifPresent(conflict -> {
                        throw new ConflictException(conflict.sentence(reference));
                    });
        }
    }

    private void write(List<KeyReference> references, BiConsumer<Handle, String> statements) {
        tables.write(tenant(references), duplicate(references), (handle, prefix) -> {
            statements.accept(handle, prefix);
            return references.size();
        });
    }

    private static TenantId tenant(List<KeyReference> references) {
        TenantId tenant = references.getFirst().name().tenant();
        if (references.stream().anyMatch(other -> !other.name().tenant().equals(tenant))) {
            throw new IllegalArgumentException("references that are written together are one tenant's");
        }
        return tenant;
    }

    private static String duplicate(List<KeyReference> references) {
        return "key %s or one of its names exists already"
                .formatted(references.stream()
                        .map(reference -> "'" + reference.name().alias() + "'")
                        .distinct()
                        .collect(Collectors.joining(" or ")));
    }

    private List<KeyReference> select(
            TenantId tenant, Function<String, String> statement, Consumer<Columns> parameters) {
        return tables.read(tenant, (handle, prefix) -> {
            try (Query query = handle.createQuery(statement.apply(prefix))) {
                parameters.accept(columns(query).text("tenant_id", tenant.value()));
                return query.map(mapper).list();
            }
        });
    }

    private Columns columns(SqlStatement<?> statement) {
        return new Columns(statement, tables.dialect());
    }
}
