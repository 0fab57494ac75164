package com.sphereon.kms.bench;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;

/** A server that runs. Safe for use by many threads. */
interface Server extends AutoCloseable {

    /** A path on it. */
    URI uri(String path);

    /** From its start until it was ready. */
    Duration startTime();

    /** Processor time used since the start; zero where the system does not tell. */
    Duration cpuTime();

    /** Memory of its process that is in RAM now, in KiB; nothing where the system does not tell. */
    OptionalLong residentKib();

    /** Ends it. */
    @Override
    void close();
}
