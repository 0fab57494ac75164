package com.sphereon.kms.testkit.database;

/** A server of one test, which can be killed and comes back on the same port with the same data. For one thread. */
public interface RestartableServer extends AutoCloseable {

    /** How to reach it while it runs. */
    TestServer server();

    /** Kills all its processes, as {@code kill -9} does; returns when they are gone. */
    void kill();

    /** Stops all its processes where they are, so that it takes in what is sent and says nothing; until they are thawed. */
    void freeze();

    /** Lets them go on. */
    void thaw();

    /** Starts it again; returns when it answers. */
    void start();

    /** Stops it and deletes its data. */
    @Override
    void close();
}
