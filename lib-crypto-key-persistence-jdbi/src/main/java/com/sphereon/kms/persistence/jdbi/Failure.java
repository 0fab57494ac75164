package com.sphereon.kms.persistence.jdbi;

/** What went wrong in a database, as far as it matters to those who called. */
public enum Failure {
    /** A unique index refused a row. */
    DUPLICATE,
    /** Others kept something locked for too long, or this transaction was chosen to give way to theirs. */
    BUSY,
    /** The connection is lost or cannot be made. */
    UNREACHABLE,
    /** Disk full, read-only or broken. */
    STORAGE,
    /** What is on the disk is not what was written there, or is no database. */
    DAMAGED,
    /** Anything else: the database, its tables or its content are not what this program expects. */
    UNEXPECTED
}
