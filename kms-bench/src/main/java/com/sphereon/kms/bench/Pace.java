package com.sphereon.kms.bench;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Says one connection when to send. Moments are those of {@link System#nanoTime()}. For one thread. */
abstract class Pace {
    /** For how long requests that are overdue at the end are still sent; what is left then never was. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * Waits until the next request is due.
     *
     * @return from when on its latency counts; nothing when there is none any more
     */
    abstract OptionalLong next();

    /** How many requests were due and were not sent. */
    long missed() {
        return 0;
    }

    /** The next request is due when the answer to the one before came. */
    static Pace closedLoop(long end, LongSupplier nanoTime) {
        return new Pace() {
            @Override
            OptionalLong next() {
                long now = nanoTime.getAsLong();
                return now < end ? OptionalLong.of(now) : OptionalLong.empty();
            }
        };
    }

    /**
     * Requests are due in equal distances, whatever became of those before, and their latency counts from when they were due:
     * what waits behind a slow answer is as late as its user sees it.
     *
     * @param first when the first one is due
     * @param distanceNanos from one to the next
     */
    static Pace fixedRate(long first, double distanceNanos, long end, LongSupplier nanoTime) {
        return new FixedRate(first, distanceNanos, end, nanoTime);
    }

    private static final class FixedRate extends Pace {
        private final long first;
        private final double distanceNanos;
        private final long end;
        private final LongSupplier nanoTime;
        private long number;

        FixedRate(long first, double distanceNanos, long end, LongSupplier nanoTime) {
            this.first = first;
            this.distanceNanos = distanceNanos;
            this.end = end;
            this.nanoTime = nanoTime;
        }

        @Override
        OptionalLong next() {
            long due = due();
            if (due >= end || nanoTime.getAsLong() > end + GRACE_NANOS) {
                return OptionalLong.empty();
            }
            for (long left = due - nanoTime.getAsLong(); left > 0; left = due - nanoTime.getAsLong()) {
                LockSupport.parkNanos(left);
            }
            number++;
            return OptionalLong.of(due);
        }

        private long due() {
            return first + (long) (number * distanceNanos);
        }

        @Override
        long missed() {
            long due = due();
            return due >= end ? 0 : (long) Math.ceil((end - due) / distanceNanos);
        }
    }
}
