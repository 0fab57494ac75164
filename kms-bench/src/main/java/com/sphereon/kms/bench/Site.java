package com.sphereon.kms.bench;

import com.sphereon.kms.core.spi.Persistence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** A product and its database, which can be filled while the product does not run. Not safe for use by several threads. */
interface Site extends AutoCloseable {

    /** Starts the product. */
    ServerProcess start() throws InterruptedException;

    /** Where the product keeps its files. */
    Path data();

    /** The database as the product sees it. */
    Persistence open();

    /** The database past everything we wrote; bulk writes need not be durable. */
    Connection connect() throws SQLException;

    /** What a table of that tenant is called in SQL. */
    String table(String tenant, String name);

    /** A moment as the driver takes it. */
    Object toColumn(Instant moment);

    /** Drops the database. */
    @Override
    void close();
}
