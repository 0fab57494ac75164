package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not declared is refused before AWS is asked anything; encryption is in {@link CipherTest}. */
class UndeclaredTest {
    private final TestAws aws = new TestAws();
    private final KeyProvider provider = aws.open();

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    static Stream<KeySpec> keys() {
        return SampleKeys.specs().stream()
                .filter(spec -> !AwsAlgorithms.CAPABILITIES.keys().contains(spec));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void make_keyThatIsNotDeclared_refusedBeforeAnyCall(KeySpec spec) {
        NewKey order = TestAws.order(spec, SignatureAlgorithm.fitting(spec).isEmpty() ? KeyUse.ENC : KeyUse.SIG);
        assertThatExceptionOfType(UnsupportedException.class).isThrownBy(() -> provider.generate(order));
        try (PrivateKeyMaterial material = SampleKeys.of(spec, TestData.fresh())) {
            assertThatExceptionOfType(UnsupportedException.class).isThrownBy(() -> provider.importKey(order, material));
        }
        assertThat(aws.server.requestsReceived()).isZero();
    }

    static Stream<SignatureAlgorithm> algorithms() {
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(algorithm -> !AwsAlgorithms.CAPABILITIES.supports(
                        algorithm.scheme() == Scheme.HMAC ? ProviderOperation.GENERATE_MAC : ProviderOperation.SIGN,
                        algorithm));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void sign_algorithmThatIsNotDeclared_refusedBeforeAnyCall(SignatureAlgorithm algorithm) {
        assertThatExceptionOfType(UnsupportedException.class)
                .isThrownBy(() -> provider.sign(TestAws.handle("any"), TestAws.input(algorithm, 5)));
        assertThat(aws.server.requestsReceived()).isZero();
    }
}
