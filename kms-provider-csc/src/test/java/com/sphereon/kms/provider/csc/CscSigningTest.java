package com.sphereon.kms.provider.csc;

import static com.sphereon.kms.provider.csc.TestCsc.INPUT;
import static com.sphereon.kms.provider.csc.TestCsc.handle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.core.spi.ProviderKey;
import com.sphereon.kms.core.spi.Settings;
import com.sphereon.kms.provider.remote.Deadline;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.testkit.provider.IndependentSignatures;
import com.sphereon.kms.testkit.provider.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CscSigningTest {
    private static final String AUTHORIZE = "credentials/authorize";
    private static final String SIGN = "signatures/signHash";

    private final TestData data = TestData.fresh();
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
    void sign_credentialThatBindsHashes_hashIsAuthorizedOnceForEachSignature(String version) {
        fake.add("seal", "P-256");
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            ProviderKey key = provider.describe(handle("seal"));
            for (int i = 0; i < 3; i++) {
                assertGenuine(key, provider.sign(handle("seal"), INPUT));
            }
        }

        assertThat(fake.called).containsExactly("credentials/info", AUTHORIZE, SIGN, AUTHORIZE, SIGN, AUTHORIZE, SIGN);
        JsonNode authorized = fake.bodies.get(1);
        String hashes = version.equals("v1") ? "hash" : "hashes";
        assertThat(authorized.path(hashes))
                .hasSize(1)
                .isEqualTo(fake.bodies.get(2).path(hashes));
        assertThat(authorized.path("numSignatures").asInt()).isEqualTo(1);
        assertThat(authorized.has("hashAlgo")).as("v1 knows no such parameter").isFalse();
        assertThat(authorized.has("hashAlgorithmOID")).isEqualTo(version.equals("v2"));
        assertThat(authorized.has("PIN") || authorized.has("authData")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_credentialThatDoesNotBindHashes_noneIsAuthorized(String version) {
        fake.add("seal", "P-256").bindsHashes = false;
        try (KeyProvider provider = TestCsc.open(test.csc("api-version", version))) {
            assertGenuine(provider.describe(handle("seal")), provider.sign(handle("seal"), INPUT));
        }

        assertThat(fake.bodies.get(1).has("hash")).isFalse();
        assertThat(fake.bodies.get(1).has("hashes")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void sign_severalHashes_oneAuthorizationAndAllSignaturesInOrder(String version) {
        fake.add("seal", "P-256");
        List<byte[]> messages = Stream.generate(data::message).limit(4).toList();
        try (Connections connections = connections("api-version", version)) {
            CscService service = (CscService) connections.service();
            Credential credential = service.credential("seal", deadline());
            List<byte[]> signatures =
                    service.sign(credential, SignatureAlgorithm.ECDSA_SHA256, digests(messages), deadline());

            assertThat(signatures).hasSize(4);
            for (int i = 0; i < 4; i++) {
                assertThat(IndependentSignatures.verify(
                                credential.key().publicKey().orElseThrow(),
                                SignatureAlgorithm.ECDSA_SHA256,
                                messages.get(i),
                                signatures.get(i)))
                        .as("%d, %s", i, data)
                        .isTrue();
            }
        }
        assertThat(fake.called).containsExactly("credentials/info", AUTHORIZE, SIGN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void sign_noHashesOrMoreThanTheCredentialTakes_refusedWithoutACall(int count) {
        fake.add("seal", "P-256");
        List<byte[]> messages = Stream.generate(data::message).limit(count).toList();
        try (Connections connections = connections()) {
            CscService service = (CscService) connections.service();
            Credential credential = service.credential("seal", deadline());
            int before = fake.called.size();

            assertThatExceptionOfType(RemoteFailure.class)
                    .isThrownBy(() ->
                            service.sign(credential, SignatureAlgorithm.ECDSA_SHA256, digests(messages), deadline()))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(RemoteFailure.Kind.INVALID));
            assertThat(fake.called).hasSize(before);
        }
    }

    @Test
    void sign_algorithmOfAnotherKey_refusedWithoutBeingAuthorized() {
        fake.add("seal", "P-256");
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            for (SignatureAlgorithm algorithm :
                    List.of(SignatureAlgorithm.ECDSA_SHA384, SignatureAlgorithm.RSA_SHA256)) {
                assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> provider.sign(handle("seal"), input(algorithm)));
            }
        }
        assertThat(fake.called).doesNotContain(AUTHORIZE);
    }

    @Test
    void sign_algorithmTheCredentialDoesNotDeclare_refusedWithoutBeingAuthorized() {
        fake.add("seal", "2048").algorithms = Set.of("1.2.840.113549.1.1.11");
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThat(provider.sign(handle("seal"), input(SignatureAlgorithm.RSA_SHA256)))
                    .hasSize(256);
            int before = fake.called.size();
            for (SignatureAlgorithm algorithm :
                    List.of(SignatureAlgorithm.RSA_SHA512, SignatureAlgorithm.RSA_SSA_PSS_SHA256_MGF1)) {
                assertThatExceptionOfType(InvalidRequestException.class)
                        .isThrownBy(() -> provider.sign(handle("seal"), input(algorithm)));
            }
            assertThat(fake.called).hasSize(before);
        }
    }

    static Stream<UnaryOperator<ObjectNode>> wrongSignatures() {
        return Stream.of(
                answer -> answer.without(List.of("signatures")),
                answer -> answer.put("signatures", "one"),
                answer -> answer.set("signatures", answer.arrayNode()),
                answer -> answer.set("signatures", answer.arrayNode().add(1)),
                answer -> answer.set("signatures", answer.arrayNode().addNull()),
                answer -> answer.set("signatures", answer.arrayNode().add("not Base64!")),
                answer -> answer.set("signatures", answer.arrayNode().add("")),
                answer -> answer.set(
                        "signatures", answer.arrayNode().add(Base64.getEncoder().encodeToString(new byte[63]))),
                answer -> answer.set(
                        "signatures",
                        answer.arrayNode()
                                .add(answer.path("signatures").path(0))
                                .add(answer.path("signatures").path(0))),
                answer -> answer.set(
                        "signatures",
                        answer.arrayNode().add(answer.path("signatures").path(0).asText() + "\n")));
    }

    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void sign_answerWithoutTheOneSignature_failure(UnaryOperator<ObjectNode> lie) {
        fake.add("seal", "P-256");
        fake.lies.put(SIGN, lie);
        assertSigningFails();
    }

    @Test
    void sign_rsaSignatureOfAnotherLength_failure() {
        fake.add("seal", "2048");
        fake.lies.put(
                SIGN,
                answer -> answer.set(
                        "signatures", answer.arrayNode().add(Base64.getEncoder().encodeToString(new byte[255]))));
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThatExceptionOfType(ProviderFailedException.class)
                    .isThrownBy(() -> provider.sign(handle("seal"), input(SignatureAlgorithm.RSA_SHA256)));
        }
    }

    static Stream<UnaryOperator<ObjectNode>> wrongAuthorizations() {
        return Stream.of(
                answer -> answer.without(List.of("SAD")),
                answer -> answer.put("SAD", ""),
                answer -> answer.put("SAD", "canary-sad-that-was-never-given"));
    }

    @ParameterizedTest
    @MethodSource("wrongAuthorizations")
    void sign_authorizationThatIsNone_failure(UnaryOperator<ObjectNode> lie) {
        fake.add("seal", "P-256");
        fake.lies.put(AUTHORIZE, lie);
        assertSigningFails();
    }

    @Test
    void sign_serviceThatRefusesAuthorization_failureWithoutItsWords() {
        fake.add("seal", "P-256");
        fake.lies.put("credentials/info", info -> {
            fake.add("seal", "P-256").algorithms = Set.of("1.2.3");
            return info;
        });
        assertSigningFails();
    }

    private void assertSigningFails() {
        try (KeyProvider provider = TestCsc.open(test.csc())) {
            assertThatExceptionOfType(ProviderFailedException.class)
                    .isThrownBy(() -> provider.sign(handle("seal"), INPUT))
                    .withMessageStartingWith("Provider csc-test: sign failed: ")
                    .withMessageNotContaining("canary")
                    .withMessageNotContaining("parameter");
        }
    }

    private static void assertGenuine(ProviderKey key, byte[] signature) {
        assertThat(IndependentSignatures.verify(
                        key.publicKey().orElseThrow(), INPUT.algorithm(), INPUT.bytes(), signature))
                .isTrue();
    }

    private SigningInput input(SignatureAlgorithm algorithm) {
        return new SigningInput(algorithm, InputType.RAW, data.message());
    }

    private Connections connections(String... settings) {
        return Connections.open(CscSettings.from(new Settings(test.csc(settings))));
    }

    private static List<byte[]> digests(List<byte[]> messages) {
        return messages.stream()
                .map(message -> IndependentSignatures.digest(
                        SignatureAlgorithm.ECDSA_SHA256.digest().orElseThrow(), message))
                .toList();
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}
