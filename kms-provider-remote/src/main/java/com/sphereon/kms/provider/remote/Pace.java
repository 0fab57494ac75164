package com.sphereon.kms.provider.remote;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, as the calls of a provider know them.
 *
 * @param nanoTime measures durations
 * @param clock tells an open circuit breaker when to try again
 * @param random spreads pauses; safe for use by many threads
 * @param pause waits between two attempts
 */
record Pace(LongSupplier nanoTime, Clock clock, RandomGenerator random, Pause pause) {

    /** Waits that long. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    static Pace real() {
        return new Pace(System::nanoTime, Clock.systemUTC(), new SecureRandom(), Thread::sleep);
    }
}
