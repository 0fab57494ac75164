package com.sphereon.kms.persistence.embedded;

import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.persistence.jdbi.Dialect;
import com.sphereon.kms.persistence.jdbi.Failure;
import com.sphereon.kms.persistence.jdbi.TenantSearch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite: one schema for all tenants, and one transaction that writes at a time. */
final class SqliteDialect implements Dialect {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The lower eight bits of an extended code are the plain one (SQLite, "Result and Error Codes"). */
    private static final int PLAIN_CODE = 0xff;

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public String tablePrefix(TenantId tenant) {
        return "";
    }

    /** Nothing to do: the tables of all tenants were made when the database was opened. */
    @Override
    public void prepare(TenantId tenant) {}

    @Override
    public List<TenantId> tenantsWith(TenantSearch search, Handle handle) {
        try (Query query = handle.createQuery(search.statement().apply(""))) {
            search.parameters().accept(query);
            return query.map((row, context) -> new TenantId(row.getString(1))).list();
        }
    }

    /** Nothing: from its beginning on, a transaction that writes is the only one. */
    @Override
    public String lockRows() {
        return "";
    }

    @Override
    public String lockFreeRows() {
        return "";
    }

    @Override
    public Object toColumn(Instant moment) {
        return MOMENT.format(moment);
    }

    @Override
    public Instant toInstant(ResultSet row, String column) throws SQLException {
        return Instant.parse(row.getString(column));
    }

    @Override
    public Failure classify(SQLException e) {
        if (!(e instanceof SQLiteException failure)) {
            return Failure.UNEXPECTED;
        }
        SQLiteErrorCode code = failure.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE || code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY) {
            return Failure.DUPLICATE;
        }
        return switch (SQLiteErrorCode.getErrorCode(code.code & PLAIN_CODE)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Failure.BUSY;
            case SQLITE_CANTOPEN -> Failure.UNREACHABLE;
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_NOMEM -> Failure.STORAGE;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> Failure.DAMAGED;
            default -> Failure.UNEXPECTED;
        };
    }

    @Override
    public String healthQuery() {
        return "select 1 from key_reference limit 1";
    }
}
