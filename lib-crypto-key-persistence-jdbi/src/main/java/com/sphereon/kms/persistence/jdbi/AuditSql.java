package com.sphereon.kms.persistence.jdbi;

/**
 * The statements by which audit logs grow, with their parameters in the order of the columns they name.
 *
 * @param prefix what stands before the names of the tenant's tables
 */
record AuditSql(String prefix) {
    private static final String OF_TENANT = " where tenant_id = ?";

    /** The head and the change counter; the first parameter is the tenant, and so is the second. */
    String head(String locking) {
        return "select h.size, h.frontier, h.last_leaf_hash, (select c.changes from " + prefix
                + "change_counter c where c.tenant_id = ?) from " + prefix + "audit_log h where h.tenant_id = ?"
                + locking;
    }

    String insertHead() {
        return "insert into " + prefix + "audit_log (tenant_id, size, frontier, last_leaf_hash) values (?, 0, ?, ?)";
    }

    /** The last parameter is the size that was read. */
    String updateHead() {
        return "update " + prefix + "audit_log set size = ?, frontier = ?, last_leaf_hash = ?" + OF_TENANT
                + " and size = ?";
    }

    String insertEvent() {
        return "insert into " + prefix + "audit_event"
                + " (tenant_id, idx, leaf, leaf_hash, happened_at, operation, outcome, alias, kid)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    String insertTile() {
        return "insert into " + prefix + "audit_tile (tenant_id, level, idx, hash) values (?, ?, ?, ?)";
    }

    /** Of the lowest level, with the times of its events, whose range is given last. */
    String insertLowestTile() {
        return "insert into " + prefix + "audit_tile (tenant_id, level, idx, hash, earliest_at, latest_at)"
                + " values (?, ?, ?, ?, (" + time("min") + "), (" + time("max") + "))";
    }

    private String time(String aggregate) {
        return "select " + aggregate + "(happened_at) from " + prefix + "audit_event" + OF_TENANT
                + " and idx >= ? and idx < ?";
    }
}
