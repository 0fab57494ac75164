package com.sphereon.kms.testkit.remote;

/** A backend that does real cryptography, and on demand something else. Safe for use by many threads. */
public interface FaultyBackend extends AutoCloseable {
    /** What {@link Fault#THROTTLE} asks callers to wait, in seconds: longer than the contract's deadlines. */
    int RETRY_AFTER_SECONDS = 17;

    /** For {@link #inject}: until {@link #heal}. */
    int ALWAYS = Integer.MAX_VALUE;

    /** What it does instead of its work. */
    enum Fault {
        /** Takes the request and says nothing. */
        HANG,
        /** Answers that it failed, as it does when it is overloaded or broken. */
        SERVER_ERROR,
        /** Answers that there are too many requests, and to come back in {@value #RETRY_AFTER_SECONDS} seconds. */
        THROTTLE,
        /** Breaks the connection off in the middle of the answer. */
        RESET,
        /** Answers that the credentials are no good any more. */
        CREDENTIALS_EXPIRED,
        /** Sends the first half of the document as if it were all. */
        TRUNCATED,
        /** Does its work, but says that the answer is about another key. */
        OTHER_KEY,
        /** Does its work, but says that it was done with another algorithm. */
        OTHER_ALGORITHM,
        /** Answers with a signature of the wrong length or form. */
        MALFORMED_SIGNATURE,
        /** Signs with another key and says nothing of it. */
        OTHER_KEYS_SIGNATURE
    }

    /** From now on, so many requests meet that fault, and those after them none. */
    void inject(Fault fault, int requests);

    /** No fault from now on. */
    default void heal() {
        inject(Fault.HANG, 0);
    }

    /** How many requests have come, for tokens excepted. */
    int requestsReceived();

    /** How many connections clients hold open now. */
    int openConnections();

    @Override
    void close();
}
