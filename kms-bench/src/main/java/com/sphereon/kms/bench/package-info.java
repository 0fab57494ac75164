/**
 * Measures the product: {@code load} beside the bare cryptography and a bare endpoint in one run, {@code cost} against the
 * size of what it keeps, {@code parts} one by one under JMH. Begin at {@link com.sphereon.kms.bench.Main}, then
 * {@code LoadRun}.
 */
@NullMarked
package com.sphereon.kms.bench;

import org.jspecify.annotations.NullMarked;
