package com.sphereon.kms.bench;

import com.sphereon.kms.core.audit.AuditRecord;
import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.model.AuditEvent;
import com.sphereon.kms.core.model.AuditOperation;
import com.sphereon.kms.core.model.AuditOutcome;
import com.sphereon.kms.core.model.AuditTarget;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.Kid;
import com.sphereon.kms.core.model.Sha256;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.TenantId;
import com.sphereon.kms.core.spi.AuditLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a tenant's audit log long, past the product: signatures of one key, appended with plain SQL to the log there is. Leaves,
 * tiles and head are what they must be, so the log can be verified. For one thread.
 */
final class AuditFiller {
    private static final int BATCH = 1000;
    private static final int COMMIT = 100_000;

    private final Site site;
    private final TenantId tenant;
    private final AuditTarget target;
    private final Instant at;

    /** @param at when the first of the events was; the others follow, one each microsecond */
    AuditFiller(Site site, TenantId tenant, KeyAlias alias, Kid kid, Instant at) {
        this.site = site;
        this.tenant = tenant;
        this.target = new AuditTarget(
                Optional.of(alias),
                Optional.of(1),
                Optional.empty(),
                Optional.of(kid),
                Optional.of(SignatureAlgorithm.ECDSA_SHA256),
                Optional.empty());
        this.at = at;
    }

    /** Appends events until there are so many; the product must not run, and must have written one before. */
    void fill(long size) throws SQLException {
        try (Connection connection = site.connect()) {
            connection.setAutoCommit(false);
            Log log = log(connection);
            try (PreparedStatement events = connection.prepareStatement("insert into " + table("audit_event")
                            + " (tenant_id, idx, leaf, leaf_hash, happened_at, operation, outcome, alias, kid)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
                    PreparedStatement tiles = connection.prepareStatement("insert into " + table("audit_tile")
                            + " (tenant_id, level, idx, hash, earliest_at, latest_at) values (?, ?, ?, ?, ?, ?)")) {
                log.append(size, events, tiles);
            }
            log.writeHead(connection);
            connection.commit();
        }
    }

    private String table(String name) {
        return site.table(tenant.value(), name);
    }

    private Log log(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select size, frontier, last_leaf_hash from " + table("audit_log") + " where tenant_id = ?")) {
            select.setString(1, tenant.value());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("the product has written no audit log");
                }
                return new Log(Frontier.of(row.getLong(1), row.getBytes(2)), Sha256.fromBytes(row.getBytes(3)));
            }
        }
    }

    /** The log while it grows. */
    private final class Log {
        private final Frontier frontier;
        private final long first;
        private Sha256 last;

        Log(Frontier frontier, Sha256 last) {
            this.frontier = frontier;
            this.first = frontier.size();
            this.last = last;
        }

        void append(long size, PreparedStatement events, PreparedStatement tiles) throws SQLException {
            while (frontier.size() < size) {
                append(events, tiles);
                if (frontier.size() % BATCH == 0 || frontier.size() == size) {
                    events.executeBatch();
                    tiles.executeBatch();
                }
                if (frontier.size() % COMMIT == 0) {
                    writeHead(events.getConnection());
                    events.getConnection().commit();
                }
            }
        }

        private void append(PreparedStatement events, PreparedStatement tiles) throws SQLException {
            long index = frontier.size();
            AuditEvent event = event(moment(index));
            AuditRecord record = AuditRecord.of(event, index, last);
            last = record.leafHash();
            bind(events, event, record);
            Tiles completed = new Tiles();
            frontier.append(last, completed);
            completed.bind(tiles);
        }

        private Instant moment(long index) {
            return at.plusNanos((index - first) * 1000);
        }

        private void bind(PreparedStatement events, AuditEvent event, AuditRecord record) throws SQLException {
            events.setString(1, tenant.value());
            events.setLong(2, record.index());
            events.setBytes(3, record.leaf());
            events.setBytes(4, record.leafHash().bytes());
            events.setObject(5, site.toColumn(event.at()));
            events.setString(6, event.operation().text());
            events.setString(7, event.outcome().kind().text());
            events.setString(8, target.alias().orElseThrow().value());
            events.setString(9, target.kid().orElseThrow().value());
            events.addBatch();
        }

        void writeHead(Connection connection) throws SQLException {
            try (PreparedStatement update = connection.prepareStatement("update " + table("audit_log")
                    + " set size = ?, frontier = ?, last_leaf_hash = ? where tenant_id = ?")) {
                update.setLong(1, frontier.size());
                update.setBytes(2, frontier.toBytes());
                update.setBytes(3, last.bytes());
                update.setString(4, tenant.value());
                update.executeUpdate();
            }
        }

        /** The subtrees one event completes, of the levels that are stored. */
        private final class Tiles implements Frontier.Completed {
            private final List<Tile> completed = new ArrayList<>();

            @Override
            public void subtree(int level, long index, Sha256 hash) {
                if (level > 0 && level % AuditLog.TILE_HEIGHT == 0) {
                    completed.add(new Tile(level, index, hash));
                }
            }

            void bind(PreparedStatement tiles) throws SQLException {
                for (Tile tile : completed) {
                    boolean lowest = tile.level() == AuditLog.TILE_HEIGHT;
                    long begin = Math.max(first, tile.index() * AuditLog.TILE_WIDTH);
                    tiles.setString(1, tenant.value());
                    tiles.setInt(2, tile.level());
                    tiles.setLong(3, tile.index());
                    tiles.setBytes(4, tile.hash().bytes());
                    tiles.setObject(5, lowest ? site.toColumn(moment(begin)) : null);
                    tiles.setObject(6, lowest ? site.toColumn(moment(frontier.size() - 1)) : null);
                    tiles.addBatch();
                }
            }
        }
    }

    private record Tile(int level, long index, Sha256 hash) {}

    private AuditEvent event(Instant moment) {
        return new AuditEvent(
                moment,
                tenant,
                "service-0",
                AuditOperation.SIGN,
                target,
                Optional.of(Sha256.of(new byte[] {1})),
                AuditOutcome.SUCCEEDED,
                Optional.empty());
    }
}
