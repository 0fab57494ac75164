package com.sphereon.kms.persistence.jdbi;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.IntegrityException;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends events of one or several tenants, in a transaction of others. Straight to the driver, since this is what every signature
 * waits for. Nothing is remembered from one transaction to the next: another replica may have written meanwhile. Not safe for
 * use by several threads.
 */
final class AuditTransaction {
    private final AuditStatements statements;
    private final Dialect dialect;
    private final TimeLimit limit;

    AuditTransaction(AuditStatements statements, Dialect dialect, TimeLimit limit) {
        this.statements = statements;
        this.dialect = dialect;
        this.limit = limit;
    }

    /**
     * Writes the events of one tenant, or of several: of these none is waited for on whose log another process is at work.
     *
     * @param group in the order of tenants
     * @return without those tenants who must be tried alone
     */
    List<AppendedEvents> append(List<TenantEvents> group) throws SQLException {
        boolean waits = group.size() == 1 || !dialect.shared();
        List<AppendedEvents> appended = new ArrayList<>();
        for (TenantEvents events : group) {
            limit.check();
            Optional<AuditHead> head =
                    waits ? Optional.of(headOrBegin(events.tenant())) : head(events.tenant(), dialect.lockFreeRows());
            if (head.isPresent()) {
                appended.add(append(events, head.get()));
            }
        }
        return appended;
    }

    private AuditHead headOrBegin(TenantId tenant) throws SQLException {
        Optional<AuditHead> known = head(tenant, dialect.lockRows());
        if (known.isPresent()) {
            return known.get();
        }
        begin(tenant);
        return head(tenant, dialect.lockRows())
                .orElseThrow(() -> new IntegrityException("The audit log of tenant " + tenant + " is gone", null));
    }

    /** A unique index refuses it when another process was faster. */
    private void begin(TenantId tenant) throws SQLException {
        PreparedStatement insert = statements.of(sql(tenant).insertHead());
        insert.setString(1, tenant.value());
        insert.setBytes(2, new byte[0]);
        insert.setBytes(3, MerkleTree.EMPTY_ROOT.bytes());
        insert.executeUpdate();
    }

    private Optional<AuditHead> head(TenantId tenant, String locking) throws SQLException {
        PreparedStatement select = statements.of(sql(tenant).head(locking));
        select.setString(1, tenant.value());
        select.setString(2, tenant.value());
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            AuditHead.of(tenant, row.getLong(1), row.getBytes(2), row.getBytes(3), row.getLong(4)))
                    : Optional.empty();
        }
    }

    private AppendedEvents append(TenantEvents events, AuditHead head) throws SQLException {
        TenantId tenant = events.tenant();
        AuditSql sql = sql(tenant);
        insertEvents(statements.of(sql.insertEvent()), events, head);
        for (AuditHead.Tile tile : head.tiles()) {
            insert(sql, tenant, tile);
        }
        update(statements.of(sql.updateHead()), tenant, head);
        return new AppendedEvents(events, head.first(), head.changes());
    }

    private void insertEvents(PreparedStatement insert, TenantEvents events, AuditHead head) throws SQLException {
        for (PendingEvent pending : events.events()) {
            bind(insert, pending.event(), head.append(pending.event()));
            insert.addBatch();
        }
        insert.executeBatch();
    }

    private void bind(PreparedStatement insert, AuditEvent event, AuditRecord appended) throws SQLException {
        insert.setString(1, event.tenant().value());
        insert.setLong(2, appended.index());
        insert.setBytes(3, appended.leaf());
        insert.setBytes(4, appended.leafHash().bytes());
        insert.setObject(5, dialect.toColumn(event.at()));
        insert.setString(6, event.operation().text());
        insert.setString(7, event.outcome().kind().text());
        insert.setString(8, event.target().alias().map(KeyAlias::value).orElse(null));
        insert.setString(9, event.target().kid().map(Kid::value).orElse(null));
    }

    private void insert(AuditSql sql, TenantId tenant, AuditHead.Tile tile) throws SQLException {
        boolean lowest = tile.level() == AuditLog.TILE_HEIGHT;
        PreparedStatement insert = statements.of(lowest ? sql.insertLowestTile() : sql.insertTile());
        insert.setString(1, tenant.value());
        insert.setInt(2, tile.level());
        insert.setLong(3, tile.index());
        insert.setBytes(4, tile.hash().bytes());
        if (lowest) {
            long begin = tile.index() * AuditLog.TILE_WIDTH;
            for (int parameter = 5; parameter <= 8; parameter += 3) {
                insert.setString(parameter, tenant.value());
                insert.setLong(parameter + 1, begin);
                insert.setLong(parameter + 2, begin + AuditLog.TILE_WIDTH);
            }
        }
        insert.executeUpdate();
    }

    private static void update(PreparedStatement update, TenantId tenant, AuditHead head) throws SQLException {
        update.setLong(1, head.frontier().size());
        update.setBytes(2, head.frontier().toBytes());
        update.setBytes(3, head.lastLeafHash().bytes());
        update.setString(4, tenant.value());
        update.setLong(5, head.first());
        if (update.executeUpdate() != 1) {
            throw new IntegrityException("The audit log of tenant " + tenant + " grew while it was locked", null);
        }
    }

    private AuditSql sql(TenantId tenant) {
        return new AuditSql(dialect.tablePrefix(tenant));
    }
}
