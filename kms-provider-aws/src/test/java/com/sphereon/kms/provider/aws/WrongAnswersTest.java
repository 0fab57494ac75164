package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyUse;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.spi.KeyCipher;
import com.sphereon.kms.core.spi.KeyHandle;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.provider.SampleKeys;
import com.sphereon.kms.testkit.provider.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are well-formed and lack something, or have it of another size or kind: none is believed. */
class WrongAnswersTest {
    private static final KeySpec P256 = new KeySpec.Ec(Curve.P_256);
    private static final byte[] NOTHING = new byte[0];

    private final TestAws aws = new TestAws();
    private final KeyProvider provider = aws.open();
    private final KeyCipher cipher = provider.cipher().orElseThrow();

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    private KeyHandle key(KeySpec spec, KeyUse use) {
        return TestAws.handle(provider.generate(TestAws.order(spec, use)).providerKeyId());
    }

    private static UnaryOperator<ObjectNode> without(String name) {
        return answer -> answer.without(List.of(name));
    }

    private static UnaryOperator<ObjectNode> shorter(String name) {
        return answer -> {
            byte[] octets = octets(answer, name);
            return answer.put(name, Arrays.copyOf(octets, octets.length - 1));
        };
    }

    private static UnaryOperator<ObjectNode> longer(String name) {
        return answer -> {
            byte[] octets = octets(answer, name);
            return answer.put(name, Arrays.copyOf(octets, octets.length + 1));
        };
    }

    private static byte[] octets(ObjectNode answer, String name) {
        try {
            return answer.path(name).binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What may be wrong with octets that have one right length. */
    private static Stream<UnaryOperator<ObjectNode>> wrong(String name) {
        return Stream.of(without(name), answer -> answer.put(name, ""), shorter(name), longer(name));
    }

    static Stream<Arguments> signatures() {
        return Stream.of(
                        SignatureAlgorithm.ECDSA_SHA256,
                        SignatureAlgorithm.ED25519,
                        SignatureAlgorithm.RSA_SHA256,
                        SignatureAlgorithm.RSA_SSA_PSS_SHA256_MGF1)
                .flatMap(algorithm -> wrong("Signature").map(lie -> arguments(algorithm, lie)));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void sign_noSignatureOfTheKey_notBelieved(SignatureAlgorithm algorithm, UnaryOperator<ObjectNode> lie) {
        KeyHandle key = key(algorithm.defaultKeySpec(), KeyUse.SIG);
        aws.fake.lies.put("Sign", lie);

        assertNotBelieved(() -> provider.sign(key, TestAws.input(algorithm, 5)));
    }

    static Stream<UnaryOperator<ObjectNode>> macs() {
        return wrong("Mac");
    }

    @ParameterizedTest
    @MethodSource("macs")
    void sign_noMac_notBelieved(UnaryOperator<ObjectNode> lie) {
        KeyHandle key = key(new KeySpec.Oct(256), KeyUse.SIG);
        aws.fake.lies.put("GenerateMac", lie);

        assertNotBelieved(() -> provider.sign(key, TestAws.input(SignatureAlgorithm.HMAC_SHA256, 5)));
    }

    @Test
    void encryption_nothingInTheAnswer_notBelieved() {
        KeyHandle key = key(new KeySpec.Oct(256), KeyUse.ENC);
        SealedText sealed = cipher.encrypt(key, ContentEncryptionAlgorithm.A256GCM, secret(), NOTHING);
        aws.fake.lies.put("Encrypt", without("CiphertextBlob"));
        aws.fake.lies.put("Decrypt", without("Plaintext"));

        assertNotBelieved(() -> cipher.encrypt(key, ContentEncryptionAlgorithm.A256GCM, secret(), NOTHING));
        assertNotBelieved(() -> cipher.decrypt(key, ContentEncryptionAlgorithm.A256GCM, sealed, NOTHING));
    }

    static Stream<UnaryOperator<ObjectNode>> wrappedKeys() {
        return wrong("CiphertextBlob");
    }

    @ParameterizedTest
    @MethodSource("wrappedKeys")
    void wrap_noWrappedKey_notBelieved(UnaryOperator<ObjectNode> lie) {
        KeyHandle key = key(new KeySpec.Rsa(2048), KeyUse.ENC);
        aws.fake.lies.put("Encrypt", lie);

        assertNotBelieved(() -> cipher.wrap(key, KeyWrapAlgorithm.RSA_OAEP_256, secret()));
    }

    private static SecretBytes secret() {
        return SecretBytes.copyOf(new byte[32]);
    }

    static Stream<UnaryOperator<ObjectNode>> sharedSecrets() {
        return wrong("SharedSecret");
    }

    @ParameterizedTest
    @MethodSource("sharedSecrets")
    void agree_noSecretOnTheCurve_notBelieved(UnaryOperator<ObjectNode> lie) {
        KeyHandle key = key(P256, KeyUse.ENC);
        aws.fake.lies.put("DeriveSharedSecret", lie);

        assertNotBelieved(() -> cipher.agree(key, anyPublicKey()));
    }

    private static PublicKeyMaterial anyPublicKey() {
        try (PrivateKeyMaterial material = SampleKeys.of(P256, TestData.fresh())) {
            return material.publicKey().orElseThrow();
        }
    }

    static Stream<UnaryOperator<ObjectNode>> publicKeys() {
        return Stream.of(
                without("PublicKey"),
                without("KeyId"),
                shorter("PublicKey"),
                answer -> answer.put("PublicKey", "AAAA"),
                answer -> answer.put(
                        "PublicKey", FakeMaterial.make("ECC_NIST_P384").publicKey()),
                answer -> answer.put(
                        "PublicKey", FakeMaterial.make("ECC_NIST_EDWARDS25519").publicKey()));
    }

    @ParameterizedTest
    @MethodSource("publicKeys")
    void describe_noPublicKeyOfThatKind_notBelieved(UnaryOperator<ObjectNode> lie) {
        KeyHandle key = key(P256, KeyUse.SIG);
        aws.fake.lies.put("GetPublicKey", lie);

        assertNotBelieved(() -> provider.describe(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeKey", "CreateKey"})
    void use_answerAboutNoKey_notBelieved(String action) {
        KeyHandle key = key(P256, KeyUse.SIG);
        aws.fake.lies.put(action, without("KeyMetadata"));

        assertNotBelieved(
                action.equals("CreateKey")
                        ? () -> provider.generate(TestAws.order(P256))
                        : () -> provider.describe(key));
    }

    @Test
    void describe_answerAboutAnotherKey_notBelieved() {
        KeyHandle key = key(P256, KeyUse.SIG);
        aws.fake.tellInPlace(aws.fake.addKey(
                "ECC_NIST_P256",
                "SIGN_VERIFY",
                aws.fake.key(key.providerKeyId()).tags()));

        assertNotBelieved(() -> provider.describe(key));
    }

    @Test
    void describe_answerWithoutTags_nobodysKey() {
        KeyHandle key = key(P256, KeyUse.SIG);
        aws.fake.lies.put("ListResourceTags", without("Tags"));

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> provider.describe(key));
    }

    @ParameterizedTest
    @CsvSource({"KeySpec, ECC_NIST_P384", "KeyUsage, KEY_AGREEMENT"})
    void generate_anotherKindOfKeyMade_notBelieved(String name, String value) {
        aws.fake.lies.put("CreateKey", answer -> {
            answer.withObject("KeyMetadata").put(name, value);
            return answer;
        });

        assertNotBelieved(() -> provider.generate(TestAws.order(P256)));
        assertThat(aws.fake.aliases()).isEmpty();
    }

    static Stream<UnaryOperator<ObjectNode>> importParameters() {
        return Stream.of(
                without("PublicKey"),
                without("ImportToken"),
                without("KeyId"),
                answer -> answer.put("KeyId", FakeActions.arn("00000000-0000-4000-8000-000000000000")),
                answer -> answer.put("PublicKey", "AAAA"),
                answer -> answer.put(
                        "PublicKey", FakeMaterial.make("ECC_NIST_P256").publicKey()));
    }

    /** To wrap a key for somebody else would be to give it away. */
    @ParameterizedTest
    @MethodSource("importParameters")
    void import_nothingToWrapWith_nothingLeaves(UnaryOperator<ObjectNode> lie) {
        aws.fake.lies.put("GetParametersForImport", lie);
        try (PrivateKeyMaterial material = SampleKeys.of(P256, TestData.fresh())) {
            assertNotBelieved(() -> provider.importKey(TestAws.order(P256), material));
        }
        assertThat(aws.fake.actions()).doesNotContain("ImportKeyMaterial");
    }

    private static void assertNotBelieved(ThrowingCallable call) {
        assertThatExceptionOfType(ProviderFailedException.class).isThrownBy(call);
    }
}
