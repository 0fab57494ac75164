package com.sphereon.kms.persistence.jdbi.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** In what one server's schemas differ from another's. Safe for use by many threads. */
public interface SchemaDialect {

    /** An identifier as SQL takes it, whatever characters are in it. */
    String quote(String identifier);

    /** Whether there is a schema of that name. */
    boolean exists(Connection connection, String schema) throws SQLException;

    /**
     * Keeps all others, in whatever process, from setting up that schema until the connection is closed.
     *
     * @return whether it was our turn in time
     */
    boolean lock(Connection connection, String schema, Duration maxWait) throws SQLException;

    /** Whether a statement failed because a table or its schema does not exist. */
    boolean saysMissing(SQLException e);

    /**
     * Whether a script that fails leaves nothing behind. Where it does not, each script is one statement that may be
     * repeated, so that a failed one is simply run again.
     */
    boolean undoesFailedScripts();
}
