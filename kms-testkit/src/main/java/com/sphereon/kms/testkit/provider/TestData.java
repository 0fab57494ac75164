package com.sphereon.kms.testkit.provider;

import java.util.SplittableRandom;

/**
 * Random input for tests. It prints as the seed it came from: put it into the description of each assertion, and the
 * failure tells how to repeat it. Safe for use by many threads, though then not repeatable.
 */
public final class TestData {
    /** The system property that sets the seed. */
    public static final String PROPERTY = "kms.test.seed";

    private static final int MAX_MESSAGE_BYTES = 1000;

    private final long seed;
    private final SplittableRandom random;

    private TestData(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Data from the seed in {@value #PROPERTY}, or else from a new one. */
    public static TestData fresh() {
        return of(Long.getLong(PROPERTY, System.nanoTime()));
    }

    /** The same data each time. */
    public static TestData of(long seed) {
        return new TestData(seed);
    }

    /** That many bytes. */
    public synchronized byte[] bytes(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A message of any length from one byte to a thousand. */
    public byte[] message() {
        return bytes(1 + number(MAX_MESSAGE_BYTES));
    }

    /** A number from 0 to below the limit. */
    public synchronized int number(int limit) {
        return random.nextInt(limit);
    }

    /** A copy in which one bit is another. */
    public byte[] withFlippedBit(byte[] original) {
        byte[] changed = original.clone();
        int bit = number(changed.length * Byte.SIZE);
        changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return changed;
    }

    @Override
    public String toString() {
        return "seed %d (repeat with -D%s=%d)".formatted(seed, PROPERTY, seed);
    }
}
