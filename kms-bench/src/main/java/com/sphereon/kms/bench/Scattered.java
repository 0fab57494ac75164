package com.sphereon.kms.bench;

import java.util.SplittableRandom;

/** Numbers that look random and are the same in every run. */
final class Scattered {

    private Scattered() {}

    /** A number from 0 to the bound, without it; for each number another. */
    static int below(int bound, long number) {
        return new SplittableRandom(number).nextInt(bound);
    }
}
