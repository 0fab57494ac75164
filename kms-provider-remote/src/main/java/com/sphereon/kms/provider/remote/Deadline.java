package com.sphereon.kms.provider.remote;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment until which a call has to be over. Immutable. */
public final class Deadline {
    private final LongSupplier nanoTime;
    private final long endNanos;

    private Deadline(LongSupplier nanoTime, long endNanos) {
        this.nanoTime = nanoTime;
        this.endNanos = endNanos;
    }

    /** That long from now. */
    public static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    /** @param nanoTime counts nanoseconds from anywhere, as {@link System#nanoTime} does */
    static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /** What is left; zero when the time is up. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - nanoTime.getAsLong()));
    }

    /**
     * What is left, for clients that take zero for "for ever".
     *
     * @throws RemoteFailure when the time is up
     */
    public Duration required() {
        Duration remaining = remaining();
        if (remaining.toMillis() == 0) {
            throw RemoteFailure.of(RemoteFailure.Kind.UNAVAILABLE, "there is no time left")
                    .undone();
        }
        return remaining;
    }
}
