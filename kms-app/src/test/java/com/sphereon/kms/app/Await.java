package com.sphereon.kms.app;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a server does by itself, and leaves it the processor meanwhile. */
final class Await {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Far more than it should take, so that a busy machine does not fail the build. */
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);

    private Await() {}

    /** @param state what there is instead, for the failure */
    static void until(BooleanSupplier reached, Supplier<String> state) {
        long begin = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new AssertionError("waited in vain; " + state.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
