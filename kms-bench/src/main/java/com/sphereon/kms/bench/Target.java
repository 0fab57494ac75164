package com.sphereon.kms.bench;

/**
 * Something that signs over HTTP.
 *
 * @param name as it is called in the report
 */
record Target(String name, Workload workload, Server server) implements AutoCloseable {

    @Override
    public void close() {
        server.close();
    }
}
