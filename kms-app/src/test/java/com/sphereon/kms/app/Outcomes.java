package com.sphereon.kms.app;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What became of work in other threads. */
final class Outcomes {
    private Outcomes() {}

    /** The result; what was thrown is an error of the test. */
    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
