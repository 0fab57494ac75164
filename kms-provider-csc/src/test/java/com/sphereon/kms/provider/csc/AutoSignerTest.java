package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoSignerTest {
    private static final String NO_HASH = "0".repeat(64);

    private final TestData data = TestData.fresh();
    private final FakeAutoSigner fake = new FakeAutoSigner();

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

    @Test
    void describe_twice_oneSignatureOverNoHash() {
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            ProviderKey key = provider.describe(handle(FakeAutoSigner.ID));

            assertThat(key.certificateChain()).hasSize(3);
            assertThat(provider.describe(handle(FakeAutoSigner.ID))).isEqualTo(key);
        }
        assertThat(fake.hashes).containsExactly(NO_HASH);
    }

    @Test
    void describe_otherSigner_notFoundWithoutACall() {
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(handle("other")));
        }
        assertThat(fake.hashes).isEmpty();
        assertThat(test.server.requestsReceived()).isZero();
    }

    @Test
    void health_anything_signsNothing() {
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            assertThat(provider.health()).isEqualTo(new Health.Up());
            test.close();
        }
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            assertThat(provider.health()).isInstanceOf(Health.Down.class);
        }
        assertThat(fake.hashes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-wrong", "canary\nline", "canary\u0001", "canary-\u00e9"})
    void sign_wrongApiKey_failure(String key) {
        test.write("api-key", key);
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.sign(handle(FakeAutoSigner.ID), input()))
                    .withMessageNotContaining("canary")
                    .withStackTraceContaining("RemoteFailure")
                    .satisfies(failure ->
                            assertThat(String.valueOf(failure.getCause())).doesNotContain("canary"));
        }
    }

    @Test
    void sign_tokenExpired_newOneUnseen() {
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            provider.sign(handle(FakeAutoSigner.ID), input());
            fake.tokens.expireAll();

            assertThat(provider.sign(handle(FakeAutoSigner.ID), input())).hasSize(256);
        }
    }

    static Stream<UnaryOperator<ObjectNode>> lies() {
        FakeCa authority = new FakeCa();
        return Stream.of(
                answer -> answer.put("hash_to_sign", NO_HASH.replace('0', '1')),
                answer -> answer.put(
                        "hash_to_sign", answer.path("hash_to_sign").asText().toUpperCase(Locale.ROOT) + " "),
                answer -> answer.without("hash_to_sign"),
                answer -> answer.put(
                        "certificate", FakeAutoSigner.pem(new FakeCredential("other", "2048 other seal", authority))),
                answer ->
                        answer.put("certificate", FakeAutoSigner.pem(new FakeCredential("other", "P-256", authority))),
                answer -> answer.put("certificate", ""),
                answer -> answer.put("certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
                answer -> answer.without("signature"),
                answer -> answer.put("signature", " "),
                answer -> answer.put("signature", "no Base64!"),
                answer -> answer.put("signature", Base64.getEncoder().encodeToString(new byte[257])));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void sign_answerAboutSomethingElse_failure(UnaryOperator<ObjectNode> lie) {
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            provider.describe(handle(FakeAutoSigner.ID));
            fake.lie = lie;

            assertThatExceptionOfType(ProviderFailedException.class)
                    .isThrownBy(() -> provider.sign(handle(FakeAutoSigner.ID), input()));
        }
    }

    @Test
    void use_certificateExpired_conflict() {
        String expired = FakeAutoSigner.pem(new FakeCredential("seal", "2048 seal", fake.authority)
                .certifiedFrom(
                        Instant.parse("2019-01-01T00:00:00Z"), Instant.parse("2020-01-01T00:00:00Z"), fake.authority));
        fake.lie = answer -> answer.put("certificate", expired);
        try (KeyProvider provider = TestCsc.open(test.automatic())) {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> provider.sign(handle(FakeAutoSigner.ID), input()));
        }
        assertThat(fake.hashes).as("the message was not signed").containsExactly(NO_HASH);
    }

    private SigningInput input() {
        return new SigningInput(SignatureAlgorithm.RSA_SHA256, InputType.RAW, data.message());
    }
}
