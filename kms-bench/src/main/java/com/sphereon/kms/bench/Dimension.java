package com.sphereon.kms.bench;

import java.sql.SQLException;

/** Something the product keeps that may become much, and how it comes to be at a site. */
interface Dimension {

    /** What it is called in the report. */
    String name();

    /** How much is kept in the small state. */
    long small();

    /** How much is kept in the big state. */
    long big();

    /**
     * Fills a new site, starts the product there, and says which requests it gets.
     *
     * @param size small or big
     */
    Target start(Site site, long size) throws InterruptedException, SQLException;
}
