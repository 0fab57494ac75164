package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What tests others is itself tested: against published answers, and that it can say no. */
class TestkitSelfTest {
    private static final int PUBLISHED_ANSWERS = 32;
    private static final int PUBLISHED_CONTENTS = 7;
    private static final int PUBLISHED_WRAPPED_KEYS = 7;
    private static final int PUBLISHED_SECRETS = 5;

    private final TestData data = TestData.fresh();

    @Test
    void knownAnswers_all_asManyAsWereWrittenDownAndEachAlgorithmButThoseWithoutOne() {
        assertThat(KnownAnswer.all()).hasSize(PUBLISHED_ANSWERS);
        assertThat(KnownAnswer.all().stream().map(KnownAnswer::algorithm).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        SignatureAlgorithm.ED25519,
                        SignatureAlgorithm.ED448,
                        SignatureAlgorithm.ECDSA_SHA256,
                        SignatureAlgorithm.ECDSA_SHA384,
                        SignatureAlgorithm.ECDSA_SHA512,
                        SignatureAlgorithm.ES256K,
                        SignatureAlgorithm.HMAC_SHA256,
                        SignatureAlgorithm.HMAC_SHA384,
                        SignatureAlgorithm.HMAC_SHA512,
                        SignatureAlgorithm.RSA_SHA256);
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.KnownAnswer#all")
    void independentSignatures_publishedAnswer_agree(KnownAnswer known) {
        try (PrivateKeyMaterial key = known.key()) {
            if (known.deterministic()) {
                assertThat(IndependentSignatures.sign(key, known.algorithm(), known.message()))
                        .isEqualTo(known.signature());
            }
            if (known.algorithm().scheme() != Scheme.HMAC) {
                var publicKey = key.publicKey().orElseThrow();
                assertThat(IndependentSignatures.verify(
                                publicKey, known.algorithm(), known.message(), known.signature()))
                        .isTrue();
                assertThat(IndependentSignatures.verify(publicKey, known.algorithm(), data.bytes(7), known.signature()))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "HMAC.*")
    void independentSignatures_ownSignature_validUntilAnythingChanges(SignatureAlgorithm algorithm) {
        byte[] message = data.message();
        try (PrivateKeyMaterial key = SampleKeys.of(algorithm.defaultKeySpec(), data)) {
            var publicKey = key.publicKey().orElseThrow();
            byte[] signature = IndependentSignatures.sign(key, algorithm, message);

            assertThat(IndependentSignatures.verify(publicKey, algorithm, message, signature))
                    .as(data.toString())
                    .isTrue();
            assertThat(IndependentSignatures.verify(publicKey, algorithm, data.withFlippedBit(message), signature))
                    .as(data.toString())
                    .isFalse();
            assertThat(IndependentSignatures.verify(publicKey, algorithm, message, data.withFlippedBit(signature)))
                    .as(data.toString())
                    .isFalse();
        }
    }

    @Test
    void encryptionAnswers_all_asManyAsWereWrittenDown() {
        assertThat(EncryptionAnswer.content()).hasSize(PUBLISHED_CONTENTS);
        assertThat(EncryptionAnswer.wrapping()).hasSize(PUBLISHED_WRAPPED_KEYS);
        assertThat(EncryptionAnswer.agreement()).hasSize(PUBLISHED_SECRETS);
        assertThat(EncryptionAnswer.content().stream().map(known -> known.text("algorithm")))
                .containsAll(Stream.of(ContentEncryptionAlgorithm.values())
                        .map(Enum::name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.EncryptionAnswer#content")
    void independentCiphers_publishedContent_agree(EncryptionAnswer known) {
        ContentEncryptionAlgorithm algorithm = ContentEncryptionAlgorithm.valueOf(known.text("algorithm"));
        byte[] associated = known.bytes("associated");
        try (PrivateKeyMaterial key = known.key()) {
            SealedText sealed =
                    IndependentCiphers.encrypt(key, algorithm, known.bytes("iv"), known.bytes("plaintext"), associated);

            assertThat(sealed.ciphertext()).isEqualTo(known.bytes("ciphertext"));
            assertThat(sealed.tag()).isEqualTo(known.bytes("tag"));
            assertThat(IndependentCiphers.decrypt(key, algorithm, sealed, associated))
                    .isEqualTo(known.bytes("plaintext"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> IndependentCiphers.decrypt(key, algorithm, sealed, data.bytes(3)));
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.EncryptionAnswer#wrapping")
    void independentCiphers_publishedWrappedKey_agree(EncryptionAnswer known) {
        KeyWrapAlgorithm algorithm = KeyWrapAlgorithm.valueOf(known.text("algorithm"));
        byte[] wrapped = known.bytes("wrapped");
        try (PrivateKeyMaterial key = known.key()) {
            assertThat(IndependentCiphers.unwrap(key, algorithm, wrapped)).isEqualTo(known.bytes("key"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> IndependentCiphers.unwrap(key, algorithm, data.withFlippedBit(wrapped)));
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.EncryptionAnswer#agreement")
    void independentCiphers_publishedSecret_agree(EncryptionAnswer known) {
        try (PrivateKeyMaterial key = known.key();
                PrivateKeyMaterial another = SampleKeys.of(key.spec(), data)) {
            assertThat(IndependentCiphers.agree(key, known.peer())).isEqualTo(known.bytes("secret"));
            assertThat(IndependentCiphers.agree(another, known.peer())).isNotEqualTo(known.bytes("secret"));
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.SampleKeys#specs")
    void sampleKeys_eachKind_twoOfThatKind(KeySpec spec) {
        try (PrivateKeyMaterial key = SampleKeys.of(spec, data);
                PrivateKeyMaterial another = SampleKeys.another(spec, data)) {
            assertThat(key.spec()).isEqualTo(spec);
            assertThat(another.spec()).isEqualTo(spec);
            assertThat(another.toJwk()).isNotEqualTo(key.toJwk());
        }
    }

    @Test
    void testData_sameSeed_sameData() {
        assertThat(TestData.of(7).bytes(99)).isEqualTo(TestData.of(7).bytes(99));
        assertThat(TestData.of(7).bytes(99)).isNotEqualTo(TestData.of(8).bytes(99));
        assertThat(TestData.of(7)).hasToString("seed 7 (repeat with -Dkms.test.seed=7)");
    }

    @Test
    void testData_flippedBit_exactlyOneBitDiffers() {
        byte[] original = data.bytes(100);
        byte[] changed = data.withFlippedBit(original);
        int different = 0;
        for (int i = 0; i < original.length; i++) {
            different += Integer.bitCount((original[i] ^ changed[i]) & 0xff);
        }
        assertThat(different).as(data.toString()).isEqualTo(1);
        assertThat(Arrays.equals(original, changed)).isFalse();
    }
}
