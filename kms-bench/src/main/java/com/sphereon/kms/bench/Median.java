package com.sphereon.kms.bench;

import java.util.stream.DoubleStream;

/** The middle of several measurements, which one noisy round does not move. */
final class Median {

    private Median() {}

    /** The middle one, or the mean of the two in the middle; NaN when there is none. */
    static double of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
