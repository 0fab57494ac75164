package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.RotationPolicy;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.RotationPolicyStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rotation policies in the table {@code rotation_policy}. */
final class JdbiRotationPolicyStore implements RotationPolicyStore {
    /** The condition on a policy that is due at the moment {@code now}. */
    static final String DUE = "due_at <= :now";

    private final RevisionedTable<RotationPolicy> policies;

    JdbiRotationPolicyStore(TenantTables tables) {
        this.policies = RevisionedTable.counted(tables, new Kind());
    }

    @Override
    public Optional<RotationPolicy> find(TenantId tenant, KeyAlias alias) {
        return policies.select(tenant, " and alias = :alias", columns -> columns.text("alias", alias.value())).stream()
                .findFirst();
    }

    @Override
    public List<RotationPolicy> list(TenantId tenant) {
        return policies.select(tenant, " order by alias", columns -> {});
    }

    @Override
    public List<RotationPolicy> findDue(TenantId tenant, Instant now) {
        return policies.select(tenant, " and " + DUE + " order by due_at", columns -> columns.moment("now", now));
    }

    @Override
    public void insert(RotationPolicy policy) {
        policies.insert(policy);
    }

    @Override
    public void update(RotationPolicy changed) {
        policies.update(changed);
    }

    @Override
    public void delete(RotationPolicy policy) {
        policies.delete(policy);
    }

    private static final class Kind implements RowKind<RotationPolicy> {
        @Override
        public String table() {
            return "rotation_policy";
        }

        @Override
        public List<String> key() {
            return List.of("alias");
        }

        @Override
        public List<String> others() {
            return List.of(
                    "rotation_interval",
                    "publish_before",
                    "overlap",
                    "target_provider_id",
                    "due_at",
                    "created_at",
                    "created_by_id",
                    "updated_at",
                    "updated_by_id");
        }

        @Override
        public TenantId tenant(RotationPolicy policy) {
            return policy.tenant();
        }

        @Override
        public long revision(RotationPolicy policy) {
            return policy.revision();
        }

        @Override
        public String name(RotationPolicy policy) {
            return "the rotation policy of key '%s'".formatted(policy.alias());
        }

        @Override
        public void bind(Columns columns, RotationPolicy policy) {
            columns.text("alias", policy.alias().value())
                    .duration("rotation_interval", policy.schedule().interval())
                    .duration("publish_before", policy.schedule().publishBefore())
                    .duration("overlap", policy.schedule().overlap())
                    .text("target_provider_id", policy.targetProvider().map(ProviderId::value))
                    .moment("due_at", policy.dueAt())
                    .change("created", policy.created())
                    .change("updated", policy.updated());
        }

        @Override
        public RotationPolicy map(Row row, TenantId tenant, long revision) throws SQLException {
            return new RotationPolicy(
                    tenant,
                    new KeyAlias(row.text("alias")),
                    new RotationPolicy.Schedule(
                            row.duration("rotation_interval"), row.duration("publish_before"), row.duration("overlap")),
                    row.optionalText("target_provider_id").map(ProviderId::new),
                    row.moment("due_at"),
                    row.change("created"),
                    row.change("updated"),
                    revision);
        }
    }
}
