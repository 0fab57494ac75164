package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.CallObserver.Outcome;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.testkit.remote.ObservedCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Repetitions, and what failures become. */
class RemoteCallsTest {
    private final TestPace time = new TestPace();
    private final ObservedCalls observed = new ObservedCalls();
    private final AtomicInteger made = new AtomicInteger();
    private final RemoteCalls calls = calls("max-retries", "3");

    private RemoteCalls calls(String... settings) {
        return new RemoteCalls(new ProviderId("far"), RemoteSettingsTest.with(settings), observed, time.pace());
    }

    private RemoteCall<String> failing(RemoteFailure failure) {
        return failing(failure, Integer.MAX_VALUE);
    }

    private RemoteCall<String> failing(RemoteFailure failure, int times) {
        return deadline -> {
            if (made.incrementAndGet() <= times) {
                throw failure;
            }
            return "done";
        };
    }

    private static RemoteFailure failure(Kind kind) {
        return RemoteFailure.of(kind, "the reason");
    }

    private KmsException thrown(RemoteCalls through, Repeat repeat, RemoteCall<String> call) {
        return catchThrowableOfType(KmsException.class, () -> through.call("sign", repeat, call));
    }

    @Test
    void call_works_resultAndObserved() {
        String result = calls.call("sign", Repeat.SAFE, deadline -> "done");
        assertThat(result).isEqualTo("done");
        assertThat(observed.outcomes()).containsExactly(Outcome.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void call_eachKind_failureOfTheCore(Kind kind) {
        Class<? extends KmsException> expected = switch (kind) {
            case THROTTLED, UNAVAILABLE, DENIED -> UnavailableException.class;
            case UNEXPECTED -> ProviderFailedException.class;
            case NOT_FOUND -> NotFoundException.class;
            case DISABLED, CONFLICT -> ConflictException.class;
            case INVALID -> InvalidRequestException.class;
        };
        assertThat(thrown(calls, Repeat.SAFE, failing(failure(kind))))
                .isExactlyInstanceOf(expected)
                .hasMessage("Provider far: sign failed: the reason");
        assertThat(observed.outcomes()).containsExactly(kind.outcome());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void call_eachKind_repeatedOnlyWhereThatHelps(Kind kind) {
        thrown(calls, Repeat.SAFE, failing(failure(kind)));
        assertThat(made).hasValue(kind == Kind.THROTTLED || kind == Kind.UNAVAILABLE ? 4 : 1);
    }

    @Test
    void call_repeated_pausesGrowAndAreSpread() {
        thrown(calls, Repeat.SAFE, failing(failure(Kind.UNAVAILABLE)));
        assertThat(time.pauses).hasSize(3);
        for (int i = 0; i < 3; i++) {
            Duration full = Duration.ofMillis(100).multipliedBy(1L << i);
            assertThat(time.pauses.get(i)).isBetween(full.dividedBy(2), full);
        }
    }

    @Test
    void call_repeatedOften_pausesEndAtTheLongest() {
        RemoteCalls often = calls("max-retries", "100", "deadline", "PT60S", "max-delay-in-ms", "300");
        thrown(often, Repeat.SAFE, failing(failure(Kind.UNAVAILABLE)));
        assertThat(made).hasValue(101);
        assertThat(time.pauses).hasSize(100).allMatch(pause -> pause.compareTo(Duration.ofMillis(300)) <= 0);
    }

    @Test
    void call_passingFailure_worksUnseen() {
        assertThat(calls.call("sign", Repeat.SAFE, failing(failure(Kind.UNAVAILABLE), 3)))
                .isEqualTo("done");
        assertThat(observed.outcomes()).containsExactly(Outcome.SUCCEEDED);
    }

    private boolean nothingBegun(Repeat repeat, RemoteFailure... failures) {
        made.set(0);
        KmsException thrown = thrown(calls, repeat, deadline -> {
            throw failures[Math.min(made.getAndIncrement(), failures.length - 1)];
        });
        return ((UnavailableException) thrown).isNothingBegun();
    }

    @Test
    void call_nothingWasDone_saidSoOnlyWhereThatIsTrueOfEveryAttempt() {
        RemoteFailure unknown = failure(Kind.UNAVAILABLE);
        assertThat(nothingBegun(Repeat.ONCE, unknown.undone())).isTrue();
        assertThat(nothingBegun(Repeat.ONCE, failure(Kind.THROTTLED))).isTrue();

        assertThat(nothingBegun(Repeat.ONCE, unknown)).isFalse();
        assertThat(nothingBegun(Repeat.ONCE, unknown.resumable())).isFalse();
        assertThat(nothingBegun(Repeat.ONCE, unknown.undone(), unknown.resumable()))
                .isFalse();
        assertThat(nothingBegun(Repeat.SAFE, unknown, unknown.undone())).isFalse();
        assertThat(nothingBegun(Repeat.ONCE, unknown.resumable(), unknown.undone()))
                .isFalse();
    }

    @Test
    void call_makesSomething_repeatedOnlyWhenNothingWasMade() {
        thrown(calls, Repeat.ONCE, failing(failure(Kind.UNAVAILABLE)));
        assertThat(made).hasValue(1);
        made.set(0);
        thrown(calls, Repeat.ONCE, failing(failure(Kind.UNAVAILABLE).undone()));
        assertThat(made).hasValue(4);
        made.set(0);
        thrown(calls, Repeat.ONCE, failing(failure(Kind.THROTTLED)));
        assertThat(made).hasValue(4);
    }

    @Test
    void call_retryAfter_waitsThatLong() {
        RemoteFailure throttled = failure(Kind.THROTTLED).retryAfter(Optional.of(Duration.ofSeconds(4)));
        assertThat(calls.call("sign", Repeat.SAFE, failing(throttled, 2))).isEqualTo("done");
        assertThat(time.pauses).containsExactly(Duration.ofSeconds(4), Duration.ofSeconds(4));
    }

    @Test
    void call_retryAfterBeyondTheDeadline_failsAtOnceAndHandsItOn() {
        RemoteFailure throttled = failure(Kind.THROTTLED).retryAfter(Optional.of(Duration.ofSeconds(10)));
        assertThat(thrown(calls, Repeat.SAFE, failing(throttled)))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(10)));
        assertThat(made).hasValue(1);
        assertThat(time.pauses).isEmpty();
    }

    @Test
    void call_deadlineNear_noPauseBeyondIt() {
        RemoteCall<String> slow = deadline -> {
            time.pass(Duration.ofMillis(4950));
            throw failure(Kind.UNAVAILABLE).retryAfter(Optional.of(Duration.ofMillis(200)));
        };
        thrown(calls, Repeat.SAFE, slow);
        assertThat(time.pauses).containsExactly(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(time.nanos.get())).isLessThanOrEqualTo(Duration.ofMillis(10_100));
    }

    @ParameterizedTest
    @CsvSource({"PT0S,PT1S", "PT0.001S,PT1S", "PT1S,PT1S", "PT1.001S,PT2S", "P3000D,PT1H", "PT-5S,PT1S"})
    void call_anyRetryAfter_wholeSecondsAndNotForEver(String asked, String expected) {
        RemoteFailure failure = failure(Kind.UNAVAILABLE).retryAfter(Optional.of(Duration.parse(asked)));
        assertThat(thrown(calls("max-retries", "0"), Repeat.SAFE, failing(failure)))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.parse(expected)));
    }

    @Test
    void call_deniedButRenewed_repeatedOnceAtOnce() {
        RemoteCalls never = calls("max-retries", "0");
        RemoteFailure renewed = failure(Kind.DENIED).renewed();
        assertThat(never.call("sign", Repeat.ONCE, failing(renewed, 1))).isEqualTo("done");
        made.set(0);
        assertThat(thrown(never, Repeat.ONCE, failing(renewed))).isInstanceOf(UnavailableException.class);
        assertThat(made).hasValue(2);
        assertThat(time.pauses).isEmpty();
    }

    @Test
    void call_anythingElseThrown_unexpectedAndNotShown() {
        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> calls.call("sign", Repeat.SAFE, deadline -> {
                    throw new IllegalStateException("hunter2");
                }))
                .withMessageNotContaining("hunter2");
        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> calls.call("sign", Repeat.SAFE, deadline -> {
                    throw new InvalidRequestException("what the backend sent is no key");
                }));
        assertThatExceptionOfType(ProviderFailedException.class)
                .isThrownBy(() -> calls.call("sign", Repeat.SAFE, deadline -> {
                    throw new StackOverflowError();
                }));
        assertThat(observed.outcomes()).containsOnly(Outcome.UNEXPECTED);
    }

    @Test
    void deadline_passed_noTimeLeft() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(1), time.nanos::get);
        assertThat(deadline.required()).isEqualTo(Duration.ofSeconds(1));
        time.pass(Duration.ofSeconds(2));
        assertThat(deadline.remaining()).isZero();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(deadline::required)
                .satisfies(failure -> assertThat(failure.isUndone()).isTrue());
    }
}
