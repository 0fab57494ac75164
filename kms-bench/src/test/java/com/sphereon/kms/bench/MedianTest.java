package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void of_oddCount_isTheMiddleWhateverTheOrder() {
        assertThat(Median.of(DoubleStream.of(9, 1, 5))).isEqualTo(5);
    }

    @Test
    void of_evenCount_isTheMeanOfTheTwoInTheMiddle() {
        assertThat(Median.of(DoubleStream.of(4, 1, 100, 2))).isEqualTo(3);
    }

    @Test
    void of_oneOutlier_isNotMoved() {
        assertThat(Median.of(DoubleStream.of(10, 11, 1_000_000))).isEqualTo(11);
    }

    @Test
    void of_nothing_isNoNumber() {
        assertThat(Median.of(DoubleStream.empty())).isNaN();
    }
}
