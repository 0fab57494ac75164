package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.TENANT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeyAlias;
import com.sphereon.kms.core.model.KeyName;
import com.sphereon.kms.core.model.KeyParameters;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUsage;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.NewKey;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not declared is refused before the service, or even a token, is asked for. */
class UndeclaredTest {
    private static final KeySpec SPEC = new KeySpec.Ec(Curve.P_256);

    @TempDir
    Path folder;

    @Test
    void csc_keysOfOurOwnAndEncryption_refusedBeforeAnyCall() {
        FakeCsc fake = new FakeCsc(new FakeTokens(false), "v2");
        try (TestCsc test = new TestCsc(fake, folder);
                KeyProvider provider = TestCsc.open(test.csc())) {
            assertKeepsNoKeys(provider);
            assertNothingAsked(test, fake.tokens);
        }
    }

    @Test
    void autoSigner_keysOfOurOwnAndEncryption_refusedBeforeAnyCall() {
        FakeAutoSigner fake = new FakeAutoSigner();
        try (TestCsc test = new TestCsc(fake, folder);
                KeyProvider provider = TestCsc.open(test.automatic())) {
            assertKeepsNoKeys(provider);
            assertNothingAsked(test, fake.tokens);
        }
    }

    private static void assertKeepsNoKeys(KeyProvider provider) {
        UUID reference = UUID.randomUUID();
        NewKey order = new NewKey(
                reference,
                new KeyName(TENANT, new KeyAlias("key:" + reference), 1),
                KeyParameters.of(SPEC, KeyUsage.of(SPEC, Optional.empty(), Set.of()), Optional.empty()));
        assertUnsupported(() -> provider.generate(order));
        try (PrivateKeyMaterial material = SampleKeys.of(SPEC, TestData.fresh())) {
            assertUnsupported(() -> provider.importKey(order, material));
        }
        assertUnsupported(() -> provider.delete(handle("seal")));
        assertUnsupported(() -> provider.discard(order));
        assertThat(provider.cipher()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sign_algorithmThatIsNotDeclared_refusedBeforeAnyCall(SignatureAlgorithm algorithm) {
        FakeCsc fake = new FakeCsc(new FakeTokens(false), "v2");
        FakeAutoSigner automatic = new FakeAutoSigner();
        SigningInput input = new SigningInput(algorithm, InputType.RAW, new byte[5]);
        try (TestCsc test = new TestCsc(fake, folder);
                TestCsc automaticTest = new TestCsc(automatic, folder);
                KeyProvider provider = TestCsc.open(test.csc());
                KeyProvider signer = TestCsc.open(automaticTest.automatic())) {
            if (!provider.capabilities().supports(ProviderOperation.SIGN, algorithm)) {
                assertUnsupported(() -> provider.sign(handle("seal"), input));
            }
            if (algorithm != SignatureAlgorithm.RSA_SHA256) {
                assertUnsupported(() -> signer.sign(handle(FakeAutoSigner.ID), input));
            }
            assertNothingAsked(test, fake.tokens);
            assertNothingAsked(automaticTest, automatic.tokens);
        }
    }

    private static void assertUnsupported(ThrowingCallable call) {
        assertThatExceptionOfType(UnsupportedException.class).isThrownBy(call);
    }

    private static void assertNothingAsked(TestCsc test, FakeTokens tokens) {
        assertThat(test.server.requestsReceived()).isZero();
        assertThat(tokens.given()).isZero();
    }
}
