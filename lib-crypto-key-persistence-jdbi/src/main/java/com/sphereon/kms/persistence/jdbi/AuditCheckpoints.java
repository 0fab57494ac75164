package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.audit.StoredCheckpoint;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Checkpoints in the table {@code audit_checkpoint}. Safe for use by many threads. */
final class AuditCheckpoints {
    private static final String OF_TENANT = " where tenant_id = :tenant_id";

    private final TenantTables tables;

    AuditCheckpoints(TenantTables tables) {
        this.tables = tables;
    }

    /** The log is marked last: what is cut short before is done again. */
    void keep(TenantId tenant, StoredCheckpoint checkpoint) {
        if (find(tenant, " and size = :size", columns -> columns.number("size", checkpoint.size()))
                .isEmpty()) {
            insert(tenant, checkpoint);
        }
        execute(
                tenant,
                "update %saudit_log set checkpoint_size = :size" + OF_TENANT + " and checkpoint_size < :size",
                columns -> columns.number("size", checkpoint.size()));
    }

    private void insert(TenantId tenant, StoredCheckpoint checkpoint) {
        try {
            execute(
                    tenant,
                    "insert into %saudit_checkpoint (tenant_id, size, root, note, kid, signed_at)"
                            + " values (:tenant_id, :size, :root, :note, :kid, :signed_at)",
                    columns -> columns.number("size", checkpoint.size())
                            .octets("root", checkpoint.root().bytes())
                            .text("note", checkpoint.note())
                            .text("kid", checkpoint.kid().value())
                            .moment("signed_at", checkpoint.at()));
        } catch (ConflictException e) {
            // Another replica has kept one of that size at the same moment.
        }
    }

    Optional<StoredCheckpoint> latest(TenantId tenant) {
        return find(tenant, " order by size desc limit 1", columns -> {}).stream()
                .findFirst();
    }

    List<StoredCheckpoint> list(TenantId tenant, long from, int limit) {
        return find(
                tenant,
                " and size >= :from order by size limit :limit",
                columns -> columns.number("from", from).number("limit", limit));
    }

    private List<StoredCheckpoint> find(TenantId tenant, String rest, Consumer<Columns> parameters) {
        return tables.read(tenant, (handle, prefix) -> {
            String sql =
                    "select size, root, note, kid, signed_at from " + prefix + "audit_checkpoint" + OF_TENANT + rest;
            try (Query query = handle.createQuery(sql)) {
                parameters.accept(new Columns(query, tables.dialect()).text("tenant_id", tenant.value()));
                return query.map((row, context) -> checkpoint(row)).list();
            }
        });
    }

    private StoredCheckpoint checkpoint(ResultSet row) throws SQLException {
        long size = row.getLong(1);
        try {
            Row columns = new Row(row, tables.dialect());
            return new StoredCheckpoint(
                    size,
                    Sha256.fromBytes(row.getBytes(2)),
                    columns.text("note"),
                    new Kid(columns.text("kid")),
                    columns.moment("signed_at"));
        } catch (RuntimeException e) {
            throw new IntegrityException("The stored checkpoint of size %d is damaged".formatted(size), e);
        }
    }

    private void execute(TenantId tenant, String sql, Consumer<Columns> parameters) {
        tables.writeUncounted(tenant, "there is such a checkpoint already", (handle, prefix) -> {
            try (Update update = handle.createUpdate(sql.formatted(prefix))) {
                parameters.accept(new Columns(update, tables.dialect()).text("tenant_id", tenant.value()));
                return update.execute();
            }
        });
    }
}
