package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.EventFilter;
import com.sphereon.kms.core.audit.LeafText;
import com.sphereon.kms.core.audit.TreeHead;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads audit logs. Safe for use by many threads. */
final class AuditReading {
    private static final String OF_TENANT = " where tenant_id = :tenant_id";
    private static final String IN_RANGE = " and idx >= :begin and idx < :end";

    private final TenantTables tables;

    AuditReading(TenantTables tables) {
        this.tables = tables;
    }

    TreeHead head(TenantId tenant) {
        return select(
                        tenant,
                        prefix -> "select size, frontier from " + prefix + "audit_log" + OF_TENANT,
                        columns -> {},
                        (row, context) -> AuditHead.frontier(tenant, row.getLong(1), row.getBytes(2)))
                .stream()
                .findFirst()
                .map(frontier -> new TreeHead(frontier.size(), frontier.root()))
                .orElse(TreeHead.EMPTY);
    }

    List<AuditRecord> read(TenantId tenant, long begin, long end, EventFilter filter, int limit) {
        AuditConditions conditions = new AuditConditions(filter);
        return select(
                tenant,
                prefix -> "select idx, leaf, leaf_hash, happened_at, operation, outcome, alias, kid from " + prefix
                        + "audit_event" + OF_TENANT + IN_RANGE + conditions.sql() + " order by idx limit :limit",
                columns -> conditions.bind(
                        columns.number("begin", begin).number("end", end).number("limit", limit)),
                (row, context) -> event(row));
    }

    private AuditRecord event(ResultSet row) throws SQLException {
        long index = row.getLong(1);
        byte[] leaf = row.getBytes(2);
        if (leaf == null) {
            throw damaged("event", index);
        }
        AuditRecord event = new AuditRecord(index, leaf, hash(row.getBytes(3), "event", index));
        try {
            if (isFoundByWhatItSays(event.text(), new Row(row, tables.dialect()))) {
                return event;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged("event", index);
        }
        throw new IntegrityException(
                "The stored event %d of the audit log is found by other values than its leaf has".formatted(index),
                null);
    }

    /** Else somebody could hide an event from those who look for it, and leave its leaf as it is. */
    private static boolean isFoundByWhatItSays(LeafText leaf, Row columns) throws SQLException {
        return leaf.happenedAt(columns.moment("happened_at"))
                && leaf.says("operation", columns.optionalText("operation"))
                && leaf.says("outcome", columns.optionalText("outcome"))
                && leaf.says("alias", columns.optionalText("alias"))
                && leaf.says("kid", columns.optionalText("kid"));
    }

    List<Sha256> hashes(TenantId tenant, int level, long first, int count) {
        boolean leaves = level == 0;
        String what = leaves ? "event" : "hash of level " + level + ",";
        List<Sha256> hashes = new ArrayList<>();
        List<Numbered> found = select(
                tenant,
                prefix -> leaves
                        ? "select idx, leaf_hash from " + prefix + "audit_event" + OF_TENANT + IN_RANGE
                                + " order by idx"
                        : "select idx, hash from " + prefix + "audit_tile" + OF_TENANT + " and level = :level"
                                + IN_RANGE + " order by idx",
                columns -> {
                    columns.number("begin", first).number("end", first + count);
                    if (!leaves) {
                        columns.number("level", level);
                    }
                },
                (row, context) -> new Numbered(row.getLong(1), hash(row.getBytes(2), what, row.getLong(1))));
        for (Numbered next : found) {
            if (next.index != first + hashes.size()) {
                break;
            }
            hashes.add(next.hash);
        }
        return hashes;
    }

    private record Numbered(long index, Sha256 hash) {}

    private static Sha256 hash(byte @Nullable [] octets, String what, long index) {
        if (octets == null || octets.length != Sha256.BYTES) {
            throw damaged(what, index);
        }
        return Sha256.fromBytes(octets);
    }

    private static IntegrityException damaged(String what, long index) {
        return new IntegrityException("The stored %s %d of the audit log is damaged".formatted(what, index), null);
    }

    /** Only events in complete tiles can be passed over; which those are is asked first, since there may be more by then. */
    long skip(TenantId tenant, long begin, EventFilter filter) {
        AuditConditions conditions = AuditConditions.times(filter);
        if (conditions.sql().isEmpty()) {
            return begin;
        }
        Optional<Long> complete = tile(tenant, "select max(idx) + 1 as idx", "", columns -> {});
        Optional<Long> wanted = tile(
                tenant,
                "select idx",
                " and idx >= :begin" + conditions.sql() + " order by idx limit 1",
                columns -> conditions.bind(columns.number("begin", begin / AuditLog.TILE_WIDTH)));
        long tile = wanted.or(() -> complete).orElse(0L);
        return Math.max(begin, tile * AuditLog.TILE_WIDTH);
    }

    private Optional<Long> tile(TenantId tenant, String what, String rest, Consumer<Columns> parameters) {
        return select(
                        tenant,
                        prefix -> what + " from " + prefix + "audit_tile" + OF_TENANT + " and level = :level" + rest,
                        columns -> parameters.accept(columns.number("level", AuditLog.TILE_HEIGHT)),
                        (row, context) -> row.getLong(1))
                .stream()
                .findFirst();
    }

    private <T> List<T> select(
            TenantId tenant, UnaryOperator<String> sql, Consumer<Columns> parameters, RowMapper<T> mapper) {
        return tables.read(tenant, (handle, prefix) -> {
            try (Query query = handle.createQuery(sql.apply(prefix))) {
                parameters.accept(new Columns(query, tables.dialect()).text("tenant_id", tenant.value()));
                return query.map(mapper).list();
            }
        });
    }
}
