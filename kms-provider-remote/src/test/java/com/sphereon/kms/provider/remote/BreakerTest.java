package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.CallObserver.BreakerState;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.testkit.remote.ObservedCalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
    private static final int PLENTY = 30;

    private final TestPace time = new TestPace();
    private final ObservedCalls observed = new ObservedCalls();
    private final AtomicInteger made = new AtomicInteger();
    private final RemoteCalls calls =
            new RemoteCalls(new ProviderId("far"), RemoteSettingsTest.with("max-retries", "0"), observed, time.pace());

    private void fail(Kind kind) {
        Throwable thrown = catchThrowable(() -> calls.call("sign", Repeat.SAFE, deadline -> {
            made.incrementAndGet();
            throw RemoteFailure.of(kind, "the reason");
        }));
        assertThat(thrown).isNotNull();
    }

    private void work() {
        int number = calls.call("sign", Repeat.SAFE, deadline -> made.incrementAndGet());
        assertThat(number).isPositive();
    }

    private void open() {
        for (int i = 0; i < PLENTY; i++) {
            fail(Kind.UNAVAILABLE);
        }
    }

    @Test
    void call_backendDown_opensAfterTenCalls() {
        open();
        assertThat(made).hasValue(10);
        assertThat(observed.breakerStates()).containsExactly(BreakerState.OPEN);
        assertThat(observed.outcomes()).endsWith(Outcome.BREAKER_OPEN);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(this::work)
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "UNAVAILABLE")
    void call_anyAnswer_staysClosed(Kind kind) {
        for (int i = 0; i < PLENTY; i++) {
            fail(kind);
        }
        assertThat(made).hasValue(PLENTY);
        assertThat(observed.breakerStates()).isEmpty();
    }

    @Test
    void call_lessThanHalfFail_staysClosed() {
        for (int i = 0; i < PLENTY; i++) {
            work();
            work();
            fail(Kind.UNAVAILABLE);
        }
        assertThat(observed.breakerStates()).isEmpty();
    }

    @Test
    void call_backendBackAfterTheWait_closesByItself() {
        open();
        time.pass(Duration.ofSeconds(11));
        for (int i = 0; i < 3; i++) {
            work();
        }
        assertThat(observed.breakerStates())
                .containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
    }

    @Test
    void call_backendStillDownAfterTheWait_opensAgainAfterThreeCalls() {
        open();
        made.set(0);
        time.pass(Duration.ofSeconds(11));
        open();
        assertThat(made).hasValue(3);
        assertThat(observed.breakerStates())
                .containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.OPEN);
    }

    @Test
    void call_openAndRefused_takesNoPlace() {
        open();
        for (int i = 0; i < 1000; i++) {
            fail(Kind.UNAVAILABLE);
        }
        assertThat(observed.outcomes()).doesNotContain(Outcome.LIMIT_REACHED);
        time.pass(Duration.ofSeconds(11));
        work();
    }
}
