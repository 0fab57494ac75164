package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;

/**
 * Rows that are replaced and deleted by the revision they have. Safe for use by many threads.
 *
 * @param <T> what a row stands for
 */
final class RevisionedTable<T> {
    private static final String OF_TENANT = " where tenant_id = :tenant_id";

    private final TenantTables tables;
    private final RowKind<T> kind;
    private final Writing writing;
    private final List<String> columns;
    private final String own;
    private final String found;

    private interface Writing {
        int run(TenantId tenant, String duplicate, ToIntBiFunction<Handle, String> statement);
    }

    private RevisionedTable(TenantTables tables, RowKind<T> kind, Writing writing) {
        this.tables = tables;
        this.kind = kind;
        this.writing = writing;
        this.columns = Stream.of(List.of("tenant_id"), kind.key(), kind.others(), List.of("revision"))
                .flatMap(List::stream)
                .toList();
        this.own = kind.key().stream()
                .map(column -> "%s = :%s".formatted(column, column))
                .collect(Collectors.joining(" and "));
        this.found = OF_TENANT + " and " + own;
    }

    /** Rows whose changes are counted, each in its turn. */
    static <T> RevisionedTable<T> counted(TenantTables tables, RowKind<T> kind) {
        return new RevisionedTable<>(tables, kind, tables::write);
    }

    /** Rows that nobody remembers. */
    static <T> RevisionedTable<T> uncounted(TenantTables tables, RowKind<T> kind) {
        return new RevisionedTable<>(tables, kind, tables::writeUncounted);
    }

    /**
     * The rows of a tenant that meet a condition.
     *
     * @param rest what follows in the SQL: more conditions, beginning with {@code and}, and the order
     */
    List<T> select(TenantId tenant, String rest, Consumer<Columns> parameters) {
        return tables.read(tenant, (handle, prefix) -> {
            String sql = "select " + String.join(", ", columns) + " from " + prefix + kind.table() + OF_TENANT + rest;
            try (Query query = handle.createQuery(sql)) {
                parameters.accept(columns(query, tenant));
                return query.map((row, context) -> map(row)).list();
            }
        });
    }

    void insert(T value) {
        String values = columns.stream().map(column -> ":" + column).collect(Collectors.joining(", "));
        String rest = " (" + String.join(", ", columns) + ") values (" + values + ")";
        write(value, (handle, table) -> {
            requireNoneExcluded(handle, table, value);
            return change(handle, "insert into " + table + rest, value);
        });
    }

    void update(T changed) {
        String assigned = Stream.concat(kind.others().stream(), Stream.of("revision"))
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(", "));
        String rest = " set " + assigned + found + " and revision = :revision - 1";
        write(changed, (handle, table) -> {
            requireNoneExcluded(handle, table, changed);
            return change(handle, "update " + table + rest, changed);
        });
    }

    void delete(T value) {
        write(
                value,
                (handle, table) -> change(handle, "delete from " + table + found + " and revision = :revision", value));
    }

    /** Deletes the rows of a tenant that meet a condition, which begins with {@code and}. Returns how many. */
    int deleteAll(TenantId tenant, String condition, Consumer<Columns> parameters) {
        return writing.run(tenant, "", (handle, prefix) -> {
            try (Update delete = handle.createUpdate("delete from " + prefix + kind.table() + OF_TENANT + condition)) {
                parameters.accept(columns(delete, tenant));
                return delete.execute();
            }
        });
    }

    private void write(T value, ToIntBiFunction<Handle, String> statements) {
        writing.run(
                kind.tenant(value),
                kind.conflict(value),
                (handle, prefix) -> statements.applyAsInt(handle, prefix + kind.table()));
    }

    private int change(Handle handle, String sql, T value) {
        try (Update update = handle.createUpdate(sql)) {
            bind(update, value);
            int rows = update.execute();
            if (rows != 1) {
                throw new ConflictException(kind.name(value) + " was changed by another request");
            }
            return rows;
        }
    }

    private void requireNoneExcluded(Handle handle, String table, T value) {
        kind.exclusion(value).ifPresent(exclusion -> {
            String sql =
                    "select count(*) from " + table + OF_TENANT + " and not (" + own + ") and " + exclusion.condition();
            try (Query query = handle.createQuery(sql)) {
                bind(query, value);
                if (query.mapTo(Long.class).one() > 0) {
                    throw new ConflictException(exclusion.conflict());
                }
            }
        });
    }

    /** No statement has a place for each of the columns, but an insert. */
    private void bind(SqlStatement<?> statement, T value) {
        statement.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
        kind.bind(columns(statement, kind.tenant(value)).number("revision", kind.revision(value)), value);
    }

    private Columns columns(SqlStatement<?> statement, TenantId tenant) {
        return new Columns(statement, tables.dialect()).text("tenant_id", tenant.value());
    }

    private T map(ResultSet row) throws SQLException {
        try {
            Row columns = new Row(row, tables.dialect());
            return kind.map(columns, new TenantId(columns.text("tenant_id")), columns.count("revision"));
        } catch (RuntimeException e) {
            throw new IntegrityException("a stored row of %s is damaged".formatted(kind.table()), e);
        }
    }
}
