package com.sphereon.kms.persistence.jdbi;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** What a driver said where we talk to it without Jdbi; translated like what comes through it. */
final class DriverException extends JdbiException {
    private static final long serialVersionUID = 1L;

    DriverException(SQLException cause) {
        super("a statement failed", cause);
    }
}
