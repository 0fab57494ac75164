package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import com.sphereon.kms.testkit.remote.ObservedCalls;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that know no timeouts. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HangingCallsTest {
    private final ObservedCalls observed = new ObservedCalls();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private RemoteCalls calls(String... settings) {
        return new RemoteCalls(new ProviderId("far"), RemoteSettingsTest.with(settings), observed, Pace.real());
    }

    @AfterEach
    void letGo() {
        end.countDown();
    }

    /** Takes no notice of being interrupted, as some libraries do. */
    private String hang(Deadline deadline) {
        entered.countDown();
        while (true) {
            try {
                end.await();
                return "too late";
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    }

    @Test
    void call_hangs_callerIsFreeAtTheDeadlineAndTheCallInterrupted() throws InterruptedException {
        RemoteCalls calls = calls("deadline", "PT0.1S");
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> calls.call("sign", Repeat.SAFE, this::hang))
                .withMessage("Provider far: sign failed: the backend did not answer within PT0.1S");
        interrupted.await();
        assertThat(observed.outcomes()).containsExactly(Outcome.DEADLINE_EXCEEDED);
    }

    @Test
    void call_hangsBeyondTheDeadline_keepsItsPlaceUntilItEnds() {
        RemoteCalls calls = calls("deadline", "PT0.1S", "max-concurrent-calls", "1");
        assertThat(catchThrowable(() -> calls.call("sign", Repeat.SAFE, this::hang)))
                .isInstanceOf(UnavailableException.class);

        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> calls.call("sign", Repeat.SAFE, deadline -> "done"))
                    .withMessageContaining("1 calls are under way already");
        }
        end.countDown();
        while (catchThrowable(() -> calls.call("sign", Repeat.SAFE, deadline -> "done")) != null) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(observed.outcomes()).startsWith(Outcome.DEADLINE_EXCEEDED, Outcome.LIMIT_REACHED);
        assertThat(observed.outcomes()).endsWith(Outcome.SUCCEEDED);
    }

    @Test
    void call_callerInterrupted_endsAndStaysInterrupted() throws InterruptedException {
        RemoteCalls calls = calls();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> stayed = new AtomicReference<>();
        Thread caller = Thread.startVirtualThread(() -> {
            thrown.set(catchThrowable(() -> calls.call("sign", Repeat.SAFE, this::hang)));
            stayed.set(Thread.currentThread().isInterrupted());
        });
        entered.await();
        caller.interrupt();
        caller.join();
        interrupted.await();
        assertThat(thrown.get()).isInstanceOf(UnavailableException.class);
        assertThat(stayed.get()).isTrue();
    }

    @Test
    void close_callUnderWay_interruptedAndTheCallerToldSo() throws InterruptedException {
        RemoteCalls calls = calls();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.startVirtualThread(
                () -> thrown.set(catchThrowable(() -> calls.call("sign", Repeat.SAFE, this::hang))));
        entered.await();
        calls.close();
        interrupted.await();
        caller.join();

        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        failure -> assertThat(failure.isNothingBegun()).isFalse())
                .hasMessage("Provider far: sign failed: the provider is being closed");
        assertThat(observed.outcomes()).containsExactly(Outcome.UNAVAILABLE);
    }
}
