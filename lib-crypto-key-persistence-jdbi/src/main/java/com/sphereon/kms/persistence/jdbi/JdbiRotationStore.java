package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.Rotation;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.RotationStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rotations in the table {@code rotation}. That one of an alias at most is unfinished, a unique index sees to. */
final class JdbiRotationStore implements RotationStore {
    private static final String UNFINISHED = "phase in ('scheduled', 'published')";

    /** The condition on a rotation that is due at the moment {@code now}. */
    static final String DUE = UNFINISHED + " and due_at <= :now";

    private final RevisionedTable<Rotation> rotations;

    JdbiRotationStore(TenantTables tables) {
        this.rotations = RevisionedTable.counted(tables, new Kind());
    }

    @Override
    public Optional<Rotation> find(TenantId tenant, UUID id) {
        return rotations.select(tenant, " and id = :id", columns -> columns.id("id", id)).stream()
                .findFirst();
    }

    @Override
    public List<Rotation> list(TenantId tenant, KeyAlias alias) {
        return rotations.select(
                tenant,
                " and alias = :alias order by created_at desc, id desc",
                columns -> columns.text("alias", alias.value()));
    }

    @Override
    public List<Rotation> findDue(TenantId tenant, Instant now) {
        return rotations.select(tenant, " and " + DUE + " order by due_at", columns -> columns.moment("now", now));
    }

    @Override
    public List<Rotation> listUnfinished(TenantId tenant) {
        return rotations.select(tenant, " and " + UNFINISHED + " order by alias", columns -> {});
    }

    @Override
    public void insert(Rotation rotation) {
        rotations.insert(rotation);
    }

    @Override
    public void update(Rotation changed) {
        rotations.update(changed);
    }

    private static final class Kind implements RowKind<Rotation> {
        @Override
        public String table() {
            return "rotation";
        }

        @Override
        public List<String> key() {
            return List.of("id");
        }

        @Override
        public List<String> others() {
            return List.of(
                    "alias",
                    "old_version_id",
                    "new_version_id",
                    "provider_id",
                    "external_key",
                    "rotate_at",
                    "publish_before",
                    "overlap",
                    "phase",
                    "due_at",
                    "failure",
                    "created_at",
                    "created_by_id",
                    "updated_at",
                    "updated_by_id");
        }

        @Override
        public TenantId tenant(Rotation rotation) {
            return rotation.tenant();
        }

        @Override
        public long revision(Rotation rotation) {
            return rotation.revision();
        }

        @Override
        public String name(Rotation rotation) {
            return "the rotation of key '%s'".formatted(rotation.alias());
        }

        @Override
        public String conflict(Rotation rotation) {
            return "key '%s' has an unfinished rotation already".formatted(rotation.alias());
        }

        @Override
        public void bind(Columns columns, Rotation rotation) {
            Rotation.Plan plan = rotation.plan();
            columns.id("id", rotation.id())
                    .text("alias", rotation.alias().value())
                    .id("old_version_id", rotation.oldVersion())
                    .text("new_version_id", rotation.newVersion().map(UUID::toString))
                    .text("provider_id", plan.provider().value())
                    .text("external_key", plan.externalKey().map(KeyAlias::value))
                    .moment("rotate_at", plan.rotateAt())
                    .duration("publish_before", plan.publishBefore())
                    .duration("overlap", plan.overlap())
                    .constant("phase", rotation.phase())
                    .moment("due_at", rotation.progress().dueAt())
                    .text("failure", rotation.progress().failure())
                    .change("created", rotation.created())
                    .change("updated", rotation.updated());
        }

        @Override
        public Rotation map(Row row, TenantId tenant, long revision) throws SQLException {
            return new Rotation(
                    row.id("id"),
                    tenant,
                    new KeyAlias(row.text("alias")),
                    row.id("old_version_id"),
                    row.optionalText("new_version_id").map(UUID::fromString),
                    plan(row),
                    new Rotation.Progress(
                            row.constant(Rotation.Phase.class, "phase"),
                            row.moment("due_at"),
                            row.optionalText("failure")),
                    row.change("created"),
                    row.change("updated"),
                    revision);
        }

        private static Rotation.Plan plan(Row row) throws SQLException {
            return new Rotation.Plan(
                    new ProviderId(row.text("provider_id")),
                    row.optionalText("external_key").map(KeyAlias::new),
                    row.moment("rotate_at"),
                    row.duration("publish_before"),
                    row.duration("overlap"));
        }
    }
}
