package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderOperation;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.ProviderKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures are what their RFCs say, and verify nowhere they should not. */
interface SignRules extends ProviderFixture {
    /** r or s begin with a zero byte in one of 128 signatures on P-256; so many show whether it gets lost. */
    int SIGNATURES_FOR_LENGTH = 400;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "HMAC.*")
    default void sign_message_verifiesAndNothingElseDoes(SignatureAlgorithm algorithm) {
        if (!can().supports(ProviderOperation.SIGN, algorithm)) {
            assertSigningUnsupported(algorithm, InputType.RAW);
            return;
        }
        ProviderKey key = sharedKey(algorithm);
        for (byte[] message : messages()) {
            byte[] before = message.clone();
            assertOnlyThis(key, algorithm, message, sign(key, algorithm, message));
            assertThat(message).as("input must not be changed").isEqualTo(before);
        }
    }

    /** Signing the digest of a message is signing the message; a second hashing would show here. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"EC.*", "ES.*", "RSA.*"})
    default void sign_digest_verifiesAsItsMessage(SignatureAlgorithm algorithm) {
        if (!can().supports(ProviderOperation.SIGN_DIGEST, algorithm)) {
            assertSigningUnsupported(algorithm, InputType.DIGEST);
            return;
        }
        ProviderKey key = sharedKey(algorithm);
        for (byte[] message : messages()) {
            byte[] digest = IndependentSignatures.digest(algorithm.digest().orElseThrow(), message);
            byte[] signature = provider().sign(handle(key), new SigningInput(algorithm, InputType.DIGEST, digest));
            assertOnlyThis(key, algorithm, message, signature);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"EC.*", "ES.*"})
    default void sign_manyTimes_rAndSAlwaysOfTheFieldsLength(SignatureAlgorithm algorithm) {
        if (!can().supports(ProviderOperation.SIGN, algorithm)) {
            return; // sign_message has seen the refusal
        }
        ProviderKey key = sharedKey(algorithm);
        for (int i = 0; i < SIGNATURES_FOR_LENGTH; i++) {
            assertThat(sign(key, algorithm, data().bytes(8)))
                    .as(data().toString())
                    .hasSize(2 * IndependentSignatures.coordinateBytes(algorithm));
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.SampleKeys#specs")
    default void sign_algorithmOfAnotherKindOfKey_refused(KeySpec spec) {
        if (!can(ProviderOperation.GENERATE_KEY, spec)) {
            return; // generate_eachKindOfKey has seen the refusal
        }
        ProviderKey key = sharedKey(spec);
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (signs(algorithm) && !fits(algorithm, spec)) {
                assertThatExceptionOfType(InvalidRequestException.class)
                        .as("%s with a key of type %s", algorithm, spec)
                        .isThrownBy(() -> sign(key, algorithm, data().message()));
            }
        }
    }

    /** Where every right implementation computes the same bytes, these are the published ones. */
    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.KnownAnswer#all")
    default void sign_publishedKeyAndMessage_publishedSignature(KnownAnswer known) {
        try (PrivateKeyMaterial material = known.key()) {
            if (!can(ProviderOperation.IMPORT_KEY, material.spec())
                    || !signs(known.algorithm())
                    || !fits(known.algorithm(), material.spec())
                    || known.message().length < minMessageBytes()) {
                return; // import_eachKindOfKey, sign_message or sign_algorithmOfAnotherKind has seen the refusal
            }
            ProviderKey key = provider().importKey(newKey(material.spec()), material);
            byte[] signature = provider().sign(handle(key), known.input());
            if (known.deterministic()) {
                assertThat(signature).isEqualTo(known.signature());
            } else {
                assertOnlyThis(key, known.algorithm(), known.message(), signature);
            }
        }
    }

    private void assertSigningUnsupported(SignatureAlgorithm algorithm, InputType type) {
        int length =
                type == InputType.RAW ? 32 : algorithm.digest().orElseThrow().lengthBytes();
        ProviderKey key = sharedKey(anySigningSpec());
        assertUnsupported(() -> provider().sign(handle(key), new SigningInput(algorithm, type, data().bytes(length))));
    }

    private List<byte[]> messages() {
        byte[] large = data().bytes(maxMessageBytes());
        return List.of(new byte[minMessageBytes()], data().bytes(1), data().message(), large);
    }

    private void assertOnlyThis(ProviderKey key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
        PublicKeyMaterial publicKey = key.publicKey().orElseThrow();
        String as = "%s over %d bytes, %s".formatted(algorithm, message.length, data());
        assertThat(IndependentSignatures.verify(publicKey, algorithm, message, signature))
                .as(as)
                .isTrue();

        byte[] longer = Arrays.copyOf(message, message.length + 1);
        byte[] changed = message.length == 0 ? longer : data().withFlippedBit(message);
        assertThat(IndependentSignatures.verify(publicKey, algorithm, longer, signature))
                .as(as)
                .isFalse();
        assertThat(IndependentSignatures.verify(publicKey, algorithm, changed, signature))
                .as(as)
                .isFalse();
        assertThat(IndependentSignatures.verify(publicKey, algorithm, message, data().withFlippedBit(signature)))
                .as(as)
                .isFalse();
        try (PrivateKeyMaterial other = SampleKeys.another(key.spec(), data())) {
            PublicKeyMaterial otherKey = other.publicKey().orElseThrow();
            assertThat(IndependentSignatures.verify(otherKey, algorithm, message, signature))
                    .as(as)
                    .isFalse();
        }
    }
}
