package com.sphereon.kms.bench;

/**
 * What we want, and what is.
 *
 * @param limit the least, or the most where {@code atMost}
 * @param value NaN when it was not measured
 */
record Goal(String name, boolean atMost, double limit, double value) {
    /** Whether a goal is met. */
    enum Verdict {
        MET,
        MISSED,
        NOT_MEASURED
    }

    static Goal atLeast(String name, double limit, double value) {
        return new Goal(name, false, limit, value);
    }

    static Goal atMost(String name, double limit, double value) {
        return new Goal(name, true, limit, value);
    }

    Verdict verdict() {
        if (Double.isNaN(value)) {
            return Verdict.NOT_MEASURED;
        }
        return (atMost ? value <= limit : value >= limit) ? Verdict.MET : Verdict.MISSED;
    }
}
