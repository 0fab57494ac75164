package com.sphereon.kms.provider.remote;

/**
 * One call of a backend. May be made several times, one after the other. Runs on a thread of its own, which is interrupted
 * when the time is up; what it returns or throws later is dropped.
 *
 * <p>Fails with {@link RemoteFailure} and nothing else. Whatever else it throws, failures of the core's family included, is
 * taken for an answer that makes no sense: it may come from a value that was made of what the backend sent.
 */
@FunctionalInterface
public interface RemoteCall<T> {

    /** @param deadline how much time is left, for the timeouts of the client that is used */
    T make(Deadline deadline);
}
