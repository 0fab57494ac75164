package com.sphereon.kms.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** With a clock that moves a nanosecond whenever it is read, or as the test says. */
class PaceTest {
    private static final long END = 1000;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void closedLoop_beforeTheEnd_countsFromNow() {
        Pace pace = Pace.closedLoop(END, clock::getAndIncrement);
        clock.set(7);

        assertThat(pace.next()).hasValue(7);
        assertThat(pace.next()).hasValue(8);
    }

    @Test
    void closedLoop_atTheEnd_stopsAndMissedNothing() {
        Pace pace = Pace.closedLoop(END, clock::get);
        clock.set(END);

        assertThat(pace.next()).isEmpty();
        assertThat(pace.missed()).isZero();
    }

    @Test
    void fixedRate_onTime_countsFromWhenItWasDue() {
        Pace pace = Pace.fixedRate(100, 50, END, () -> clock.addAndGet(40));

        assertThat(pace.next()).hasValue(100);
        assertThat(pace.next()).hasValue(150);
    }

    @Test
    void fixedRate_afterASlowAnswer_stillCountsFromWhenItWasDue() {
        Pace pace = Pace.fixedRate(100, 50, END, clock::get);
        clock.set(900);

        assertThat(pace.next()).hasValue(100);
        assertThat(pace.next()).hasValue(150);
    }

    @Test
    void fixedRate_pastTheEnd_sendsWhatWasDueBeforeAndNoMore() {
        Pace pace = Pace.fixedRate(0, 400, END, clock::get);
        clock.set(5000);

        assertThat(pace.next()).hasValue(0);
        assertThat(pace.next()).hasValue(400);
        assertThat(pace.next()).hasValue(800);
        assertThat(pace.next()).isEmpty();
        assertThat(pace.missed()).isZero();
    }

    @Test
    void fixedRate_longPastTheEnd_givesUpAndSaysHowManyAreMissing() {
        Pace pace = Pace.fixedRate(0, 400, END, clock::get);
        clock.set(END + TimeUnit.MINUTES.toNanos(1));

        assertThat(pace.next()).isEmpty();
        assertThat(pace.missed()).isEqualTo(3);
    }
}
