package com.sphereon.kms.persistence.jdbi;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Key references in the table {@code key_reference}. */
final class JdbiKeyReferenceStore implements KeyReferenceStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbiKeyReferenceStore.class);

    private final DatabaseAccess access;
    private final Dialect dialect;
    private final PreparedTenants tenants;
    private final KeyReferenceMapper mapper;
    private final KeyReferenceBinding binding;

    JdbiKeyReferenceStore(DatabaseAccess access, Dialect dialect, PreparedTenants tenants) {
        this.access = access;
        this.dialect = dialect;
        this.tenants = tenants;
        this.mapper = new KeyReferenceMapper(dialect);
        this.binding = new KeyReferenceBinding(dialect);
    }

    @Override
    public Optional<Key> findByAlias(TenantId tenant, KeyAlias alias) {
        List<KeyReference> versions =
                select(tenant, KeyReferenceSql::findByAlias, query -> query.bind("alias", alias.value()));
        return versions.isEmpty() ? Optional.empty() : Optional.of(new Key(versions));
    }

    @Override
    public List<KeyReference> findByKid(TenantId tenant, Kid kid) {
        return select(tenant, KeyReferenceSql::findByKid, query -> query.bind("kid", kid.value()));
    }

    @Override
    public List<KeyReference> list(TenantId tenant, Optional<ProviderId> provider) {
        return provider.isEmpty()
                ? select(tenant, KeyReferenceSql::list, query -> {})
                : select(
                        tenant,
                        KeyReferenceSql::listAtProvider,
                        query -> query.bind("provider_id", provider.get().value()));
    }

    @Override
    public boolean isCurrent(KeyReference reference) {
        TenantId tenant = reference.name().tenant();
        tenants.require(tenant);
        String sql = KeyReferenceSql.revision(dialect.tablePrefix(tenant));
        return access.read(handle -> {
            try (Query query = handle.createQuery(sql)) {
                return query.bind("tenant_id", tenant.value())
                        .bind("id", reference.id().toString())
                        .mapTo(Long.class)
                        .findOne()
                        .filter(revision -> revision == reference.revision())
                        .isPresent();
            }
        });
    }

    @Override
    public List<KeyReference> findUnfinished(Instant before) {
        List<KeyReference> unfinished = new ArrayList<>();
        for (TenantId tenant : access.read(dialect::tenantsWithUnfinished)) {
            try {
                unfinished.addAll(select(
                        tenant, KeyReferenceSql::findUnfinished, query -> binding.bindMoment(query, "before", before)));
            } catch (IntegrityException | DeniedException e) {
                // One tenant's damage must not keep all others from being helped.
                LOG.warn("Unfinished keys of tenant {} cannot be read: {}", tenant, e.getMessage());
            }
        }
        return unfinished;
    }

    @Override
    public void insert(KeyReference reference) {
        write(reference, (handle, prefix) -> {
            if (reference.deleted().isEmpty()) {
                requireFreeNames(handle, prefix, reference);
            }
            try (Update insert = handle.createUpdate(KeyReferenceSql.insert(prefix))) {
                binding.bind(insert, reference);
                insert.execute();
            }
        });
    }

    @Override
    public void update(KeyReference changed) {
        write(changed, (handle, prefix) -> {
            if (changed.deleted().isEmpty()) {
                requireFreeNames(handle, prefix, changed);
            }
            try (Update update = handle.createUpdate(KeyReferenceSql.update(prefix))) {
                binding.bind(update, changed);
                if (update.execute() != 1) {
                    throw new ConflictException("version %d of key '%s' was changed by another request"
                            .formatted(changed.name().version(), changed.name().alias()));
                }
            }
        });
    }

    /** Unique indexes would refuse most of these too, but cannot say which name it was, nor compare alias and kid. */
    private void requireFreeNames(Handle handle, String prefix, KeyReference reference) {
        try (Query query = handle.createQuery(KeyReferenceSql.takenNames(prefix))) {
            binding.bindName(query, reference);
            query.map((row, context) -> NameConflict.valueOf(row.getString("conflict")))
                    .findFirst()
                    .ifPresent(conflict -> {
                        throw new ConflictException(conflict.sentence(reference));
                    });
        }
    }

    private interface Writing {
        void in(Handle handle, String prefix);
    }

    private void write(KeyReference reference, Writing writing) {
        TenantId tenant = reference.name().tenant();
        tenants.require(tenant);
        String prefix = dialect.tablePrefix(tenant);
        access.write(
                "key '%s' or one of its names exists already"
                        .formatted(reference.name().alias()),
                handle -> {
                    ChangeCounter.advance(handle, prefix, tenant);
                    writing.in(handle, prefix);
                });
    }

    private List<KeyReference> select(TenantId tenant, Function<String, String> statement, Consumer<Query> parameters) {
        tenants.require(tenant);
        String sql = statement.apply(dialect.tablePrefix(tenant));
        return access.read(handle -> {
            try (Query query = handle.createQuery(sql)) {
                query.bind("tenant_id", tenant.value());
                parameters.accept(query);
                return query.map(mapper).list();
            }
        });
    }
}
