package com.sphereon.kms.provider.remote;

/**
 * One call of a backend. May be made several times, one after the other. Runs on a thread of its own, which is interrupted
 * when the time is up; what it returns or throws later is dropped.
 *
 * <p>Throws {@link RemoteFailure}, or a failure of the core's family that needs no translation.
 */
@FunctionalInterface
public interface RemoteCall<T> {

    /** @param deadline how much time is left, for the timeouts of the client that is used */
    T make(Deadline deadline);
}
