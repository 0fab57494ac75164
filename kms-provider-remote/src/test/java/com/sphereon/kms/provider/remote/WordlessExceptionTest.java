package com.sphereon.kms.provider.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import com.sphereon.kms.testkit.remote.ObservedCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client threw is logged as a cause, so that nothing a backend answered may be in it. */
class WordlessExceptionTest {
    private static final String CANARY = "canary";

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    static Stream<RuntimeException> thrown() {
        RuntimeException suppressing = new IllegalStateException("wrapped");
        suppressing.addSuppressed(new IOException(CANARY));
        return Stream.of(
                new IllegalArgumentException(CANARY),
                new InvalidRequestException("kid '" + CANARY + "' is none"),
                new IllegalStateException(new IOException("wrapped", new ProtocolException(CANARY))),
                suppressing);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void call_throwsWhatQuotesTheAnswer_onlyItsClassIsKept(RuntimeException thrown) {
        try (RemoteCalls calls =
                new RemoteCalls(new ProviderId("far"), RemoteSettingsTest.with(), new ObservedCalls(), Pace.real())) {
            Throwable failure = catchThrowable(() -> calls.call("sign", Repeat.SAFE, deadline -> {
                throw thrown;
            }));

            assertThat(failure).isInstanceOf(ProviderFailedException.class);
            assertThat(trace(failure))
                    .doesNotContain(CANARY)
                    .contains(thrown.getClass().getName())
                    .contains("WordlessExceptionTest.thrown");
        }
    }

    @Test
    void of_longChain_endsSomewhere() {
        Throwable thrown = new IOException(CANARY);
        for (int i = 0; i < 100; i++) {
            thrown = new IOException(CANARY, thrown);
        }
        assertThat(trace(RemoteFailure.of(Kind.UNEXPECTED, "no", thrown))).doesNotContain(CANARY);
    }

    /** Else nobody could tell why there is no connection. */
    @Test
    void of_noConnection_whatTheJdkSaysIsKept() {
        RemoteFailure failure = RemoteFailure.of(
                Kind.UNAVAILABLE, "no", new IOException(CANARY, new ConnectException("Connection refused")));

        assertThat(trace(failure))
                .contains("java.net.ConnectException: Connection refused")
                .doesNotContain(CANARY);
    }
}
