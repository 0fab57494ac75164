package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.model.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Remembers what it was asked to prepare, and classifies by the codes it was told. */
final class FakeDialect implements Dialect {
    final ConcurrentLinkedQueue<TenantId> prepared = new ConcurrentLinkedQueue<>();
    final Map<Integer, Failure> failures = new ConcurrentHashMap<>();
    Consumer<TenantId> onPrepare = tenant -> {};

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public String tablePrefix(TenantId tenant) {
        return "";
    }

    @Override
    public void prepare(TenantId tenant) {
        prepared.add(tenant);
        onPrepare.accept(tenant);
    }

    @Override
    public List<TenantId> tenantsWith(TenantSearch search, Handle handle) {
        return List.of();
    }

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
        return moment.toString();
    }

    @Override
    public Instant toInstant(ResultSet row, String column) throws SQLException {
        return Instant.parse(row.getString(column));
    }

    @Override
    public Failure classify(SQLException e) {
        return failures.getOrDefault(e.getErrorCode(), Failure.UNEXPECTED);
    }

    @Override
    public String healthQuery() {
        return "select 1";
    }
}
