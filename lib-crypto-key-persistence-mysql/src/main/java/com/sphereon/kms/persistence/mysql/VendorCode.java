package com.sphereon.kms.persistence.mysql;

import com.mysql.cj.exceptions.StatementIsClosedException;
import com.sphereon.kms.persistence.jdbi.Failure;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;

/** What the numbers of MySQL and MariaDB mean to us (their manuals, "Error Message Reference"). */
final class VendorCode {
    /** ER_BAD_DB_ERROR. */
    static final int UNKNOWN_DATABASE = 1049;
    /** ER_NO_SUCH_TABLE. */
    static final int NO_SUCH_TABLE = 1146;
    /** ER_DBACCESS_DENIED_ERROR. */
    static final int DATABASE_DENIED = 1044;
    /** ER_ACCESS_DENIED_ERROR. */
    static final int ACCESS_DENIED = 1045;

    private static final String CONNECTION_EXCEPTION = "08";

    private VendorCode() {}

    static Failure classify(SQLException e) {
        return switch (e.getErrorCode()) {
            // ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME
            case 1062, 1586 -> Failure.DUPLICATE;
            // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_LOCK_NOWAIT
            case 1205, 1213, 3572 -> Failure.BUSY;
            // ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS, ER_USER_LIMIT_REACHED
            case 1040, 1203, 1226 -> Failure.BUSY;
            // ER_QUERY_INTERRUPTED, ER_STATEMENT_TIMEOUT (MariaDB), ER_QUERY_TIMEOUT
            case 1317, 1969, 3024 -> Failure.BUSY;
            // ER_SERVER_SHUTDOWN, ER_NORMAL_SHUTDOWN, ER_CONNECTION_KILLED (MariaDB, MySQL),
            // ER_CLIENT_INTERACTION_TIMEOUT
            case 1053, 1077, 1927, 3169, 4031 -> Failure.UNREACHABLE;
            // ER_DISK_FULL, ER_RECORD_FILE_FULL, ER_OUTOFMEMORY, ER_OUT_OF_RESOURCES, EE_DISKFULL, EE_WRITE
            case 1021, 1114, 1037, 1041, 20, 3 -> Failure.STORAGE;
            // ER_ERROR_ON_WRITE, ER_GET_ERRNO (mostly of the file system)
            case 1026, 1030 -> Failure.STORAGE;
            // ER_OPTION_PREVENTS_STATEMENT (--read-only), ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_READ_ONLY_MODE
            case 1290, 1792, 1836 -> Failure.STORAGE;
            // ER_NOT_KEYFILE, ER_CRASHED_ON_USAGE, ER_CRASHED_ON_REPAIR, ER_INDEX_CORRUPT, ER_TABLE_CORRUPT
            case 1034, 1194, 1195, 1712, 1877 -> Failure.DAMAGED;
            default -> byKind(e);
        };
    }

    private static Failure byKind(SQLException e) {
        if (e instanceof SQLTimeoutException || e instanceof SQLTransactionRollbackException) {
            return Failure.BUSY;
        }
        // Nobody here closes a statement and goes on with it: it went with its connection. Connector/J says so of a
        // batch, in place
        // of what happened.
        if (e.getCause() instanceof StatementIsClosedException) {
            return Failure.UNREACHABLE;
        }
        String state = e.getSQLState();
        return state != null && state.startsWith(CONNECTION_EXCEPTION) ? Failure.UNREACHABLE : Failure.UNEXPECTED;
    }
}
