package com.sphereon.kms.app;

import com.sphereon.kms.core.audit.Frontier;
import com.sphereon.kms.core.audit.MerkleTree;
import com.sphereon.kms.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The rows of a tenant's audit log for somebody who can write to the database, and knows all of our code.
 *
 * @param prefix what stands before the names of the tenant's tables
 */
record LogTables(Connection connection, String prefix, String tenant) {
    private static final String TABLES = "\\b(audit_\\w+)\\b";

    /** Runs a statement with the names of tables completed, and {@code and} conditions on the rows of this tenant. */
    int run(String sql, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        String complete = sql.replaceAll(TABLES, prefix + "$1").replace("TENANT", "'" + tenant + "'");
        PreparedStatement statement = connection.prepareStatement(complete);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    List<byte[]> leaves() {
        List<byte[]> leaves = new ArrayList<>();
        try (PreparedStatement statement =
                        prepared("select leaf from audit_event where tenant_id = TENANT order by idx");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                leaves.add(row.getBytes(1));
            }
            return leaves;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void setNote(UnaryOperator<String> change) {
        try (PreparedStatement statement = prepared("select note from audit_checkpoint where tenant_id = TENANT");
                ResultSet row = statement.executeQuery()) {
            row.next();
            String changed = change.apply(row.getString(1));
            run("update audit_checkpoint set note = ? where tenant_id = TENANT", changed);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void setLeaf(int index, byte[] leaf) {
        run("update audit_event set leaf = ? where tenant_id = TENANT and idx = ?", leaf, index);
    }

    void setHash(int index, byte[] leaf) {
        run(
                "update audit_event set leaf_hash = ? where tenant_id = TENANT and idx = ?",
                MerkleProofs.leafHash(leaf),
                index);
    }

    /** Says the same of another actor. */
    static byte[] forged(byte[] leaf) {
        return changed(leaf, text -> text.replaceFirst("\"actor\":\"[^\"]*\"", "\"actor\":\"mallory\""));
    }

    static byte[] changed(byte[] leaf, UnaryOperator<String> change) {
        return change.apply(new String(leaf, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
    }

    /** A leaf at another place, after others. */
    static byte[] linked(byte[] leaf, int index, byte[] previous) {
        String link = Json.base64Url(MerkleProofs.leafHash(previous));
        return changed(
                leaf,
                text -> text.replaceFirst("\"index\":[0-9]+", "\"index\":" + index)
                        .replaceFirst("\"previous\":\"[^\"]*\"", "\"previous\":\"" + link + "\""));
    }

    void append(byte[] leaf, int index) {
        run(
                "insert into audit_event (tenant_id, idx, leaf, leaf_hash, happened_at, operation, outcome, alias, kid)"
                        + " select tenant_id, ?, ?, ?, happened_at, operation, outcome, alias, kid from audit_event"
                        + " where tenant_id = TENANT and idx = ?",
                index,
                leaf,
                MerkleProofs.leafHash(leaf),
                index - 1);
    }

    /** Makes the head that of these leaves. */
    void setHead(List<byte[]> leaves) {
        Frontier frontier = Frontier.empty();
        Sha256 last = MerkleTree.EMPTY_ROOT;
        for (byte[] leaf : leaves) {
            last = MerkleTree.leafHash(leaf);
            frontier.append(last, (level, index, hash) -> {});
        }
        run(
                "update audit_log set size = ?, frontier = ?, last_leaf_hash = ? where tenant_id = TENANT",
                frontier.size(),
                frontier.toBytes(),
                last.bytes());
    }

    /** Every leaf from one on is another, each follows the one before, and the head is theirs. */
    void rewriteFrom(int index) {
        List<byte[]> leaves = leaves();
        for (int i = index; i < leaves.size(); i++) {
            leaves.set(i, linked(forged(leaves.get(i)), i, leaves.get(i - 1)));
            setLeaf(i, leaves.get(i));
            setHash(i, leaves.get(i));
        }
        setHead(leaves);
    }

    /** Remembers all rows as they are now. */
    void copy() {
        for (String table : List.of("log", "event", "tile", "checkpoint")) {
            run("create table audit_copy_of_" + table + " as select * from audit_" + table
                    + " where tenant_id = TENANT");
        }
    }

    /** Puts back what was remembered. */
    void restore() {
        for (String table : List.of("log", "event", "tile", "checkpoint")) {
            run("delete from audit_" + table + " where tenant_id = TENANT");
            run("insert into audit_" + table + " select * from audit_copy_of_" + table);
            run("drop table audit_copy_of_" + table);
        }
    }
}
