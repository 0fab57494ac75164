package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.INPUT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
    private final FakeCsc fake = new FakeCsc(new FakeTokens(false), "v1", "v2");

    @TempDir
    Path folder;

    private TestCsc test;

    @BeforeEach
    void start() {
        test = new TestCsc(fake, folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_rightPin_signed(String version) {
        fake.add("seal", "P-256").withPin(TestCsc.PIN);
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_wrongPin_sentOnceSoThatTheCredentialIsNotLocked(String version) {
        fake.add("seal", "P-256").withPin("another");
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            for (int i = 0; i < 10; i++) {
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> provider.sign(handle("seal"), INPUT))
                        .withMessageNotContaining(TestCsc.PIN);
            }
        }
        assertThat(fake.wrongPins).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_wrongPinByManyAtOnce_sentOnceSoThatTheCredentialIsNotLocked(String version) throws Exception {
        fake.add("seal", "P-256").withPin("another");
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.describe(handle("seal"));
            List<Future<byte[]>> calls = IntStream.range(0, 32)
                    .mapToObj(call -> callers.submit(() -> provider.sign(handle("seal"), INPUT)))
                    .toList();
            for (Future<byte[]> call : calls) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(call::get)
                        .withCauseInstanceOf(UnavailableException.class);
            }
        }
        assertThat(fake.wrongPins).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_rightPinByManyAtOnce_allSigned(String version) throws Exception {
        fake.add("seal", "P-256").withPin(TestCsc.PIN);
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> calls = IntStream.range(0, 32)
                    .mapToObj(call -> callers.submit(() -> provider.sign(handle("seal"), INPUT)))
                    .toList();
            for (Future<byte[]> call : calls) {
                assertThat(call.get()).hasSize(64);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_wrongPinOfOneCredential_othersStillSign(String version) {
        fake.add("one", "P-256").withPin("another");
        fake.add("other", "P-256").withPin(TestCsc.PIN);
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> provider.sign(handle("one"), INPUT));
            assertThat(provider.sign(handle("other"), INPUT)).hasSize(64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_pinReplacedWhenItIsRefused_signedInTheSameCall(String version) {
        fake.add("seal", "P-256").withPin("new one");
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            provider.describe(handle("seal"));
            test.write("pin", "new one");

            assertThat(provider.sign(handle("seal"), INPUT)).hasSize(64);
        }
        assertThat(fake.wrongPins.get()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void use_pinWantedButNoneSet_refused(String version) {
        fake.add("seal", "P-256").withPin(TestCsc.PIN);
        Map<String, String> settings = test.csc("api-version", version);
        settings.remove("pin");
        try (KeyProvider provider = TestCsc.open(settings)) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> provider.describe(handle("seal")));
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> provider.sign(handle("seal"), INPUT));
        }
        assertThat(fake.called).doesNotContain("credentials/authorize");
    }
}
