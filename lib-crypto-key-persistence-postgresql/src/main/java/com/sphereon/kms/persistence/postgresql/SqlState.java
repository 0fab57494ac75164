package com.sphereon.kms.persistence.postgresql;

import com.sphereon.kms.persistence.jdbi.Failure;
import java.sql.SQLException;

/** What PostgreSQL's codes mean to us (PostgreSQL documentation, appendix A). */
final class SqlState {
    static final String UNDEFINED_TABLE = "42P01";
    static final String INVALID_SCHEMA_NAME = "3F000";
    static final String INVALID_CATALOG_NAME = "3D000";
    static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int CLASS_CHARS = 2;

    private SqlState() {}

    static Failure classify(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < CLASS_CHARS) {
            return Failure.UNEXPECTED;
        }
        return switch (state) {
            // unique_violation
            case "23505" -> Failure.DUPLICATE;
            // query_canceled (by a timeout of ours), too_many_connections, lock_not_available
            case "57014", "53300", LOCK_NOT_AVAILABLE -> Failure.BUSY;
            // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout,
            // idle_in_transaction_session_timeout
            case "57P01", "57P02", "57P03", "57P05", "25P03" -> Failure.UNREACHABLE;
            // database_dropped, and a database that is not there
            case "57P04", INVALID_CATALOG_NAME -> Failure.UNREACHABLE;
            // read_only_sql_transaction: a replica, or a primary that has become one
            case "25006" -> Failure.STORAGE;
            // data_corrupted, index_corrupted
            case "XX001", "XX002" -> Failure.DAMAGED;
            default -> byClass(state.substring(0, CLASS_CHARS));
        };
    }

    private static Failure byClass(String stateClass) {
        return switch (stateClass) {
            // transaction rollback: serialization failure, deadlock
            case "40" -> Failure.BUSY;
            // connection exception, invalid authorization
            case "08", "28" -> Failure.UNREACHABLE;
            // insufficient resources (disk full, out of memory), system error
            case "53", "58" -> Failure.STORAGE;
            default -> Failure.UNEXPECTED;
        };
    }
}
