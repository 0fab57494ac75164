package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;
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
        this.found = OF_TENANT
                + kind.key().stream()
                        .map(column -> " and %s = :%s".formatted(column, column))
                        .collect(Collectors.joining());
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
        change(
                value,
                table -> "insert into " + table + " (" + String.join(", ", columns) + ") values (" + values + ")");
    }

    void update(T changed) {
        String assigned = Stream.concat(kind.others().stream(), Stream.of("revision"))
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(", "));
        change(changed, table -> "update " + table + " set " + assigned + found + " and revision = :revision - 1");
    }

    void delete(T value) {
        change(value, table -> "delete from " + table + found + " and revision = :revision");
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

    private void change(T value, UnaryOperator<String> sql) {
        TenantId tenant = kind.tenant(value);
        writing.run(tenant, kind.conflict(value), (handle, prefix) -> {
            try (Update update = handle.createUpdate(sql.apply(prefix + kind.table()))) {
                // A row is deleted by its key: the other columns have no part in that statement.
                update.configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true));
                kind.bind(columns(update, tenant).number("revision", kind.revision(value)), value);
                int rows = update.execute();
                if (rows != 1) {
                    throw new ConflictException(kind.name(value) + " was changed by another request");
                }
                return rows;
            }
        });
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
