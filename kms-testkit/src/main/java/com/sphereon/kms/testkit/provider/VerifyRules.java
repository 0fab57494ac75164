package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.model.UnsupportedException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is signed verifies; what is not, does not. */
interface VerifyRules extends VerifierFixture {

    @ParameterizedTest
    @EnumSource
    default void verify_signedMessage_validIfDeclared(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            SigningInput input = new SigningInput(algorithm, InputType.RAW, data().message());
            PublicKeyMaterial anyKey =
                    signed(SignatureAlgorithm.ED25519, data().message()).key();
            assertThatExceptionOfType(UnsupportedException.class)
                    .isThrownBy(() -> verifier().verify(anyKey, input, data().bytes(64)));
            return;
        }
        for (byte[] message : List.of(new byte[0], data().bytes(1), data().message(), data().bytes(1 << 20))) {
            Signed signed = signed(algorithm, message);
            assertValid(signed, signed.signature(), message.length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    default void verify_keyOfEachSizeThatFits_valid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        for (KeySpec spec : SampleKeys.specs()) {
            if (algorithm.fits(spec)) {
                Signed signed = signed(algorithm, spec, data().message());
                assertValid(signed, signed.signature(), spec.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("com.sphereon.kms.testkit.provider.KnownAnswer#all")
    default void verify_publishedSignature_valid(KnownAnswer known) {
        if (!verifies(known.algorithm())) {
            return; // verify_signedMessage has seen the refusal
        }
        try (PrivateKeyMaterial key = known.key()) {
            PublicKeyMaterial publicKey = key.publicKey().orElseThrow();
            Signed signed = new Signed(known.algorithm(), publicKey, known.message(), known.signature());
            assertValid(signed, known.signature(), known.source());
            assertInvalid(signed, data().withFlippedBit(known.signature()), known.source());
        }
    }

    @ParameterizedTest
    @EnumSource
    default void verify_anotherMessage_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        byte[] message = signed.message();
        for (byte[] other : List.of(
                data().withFlippedBit(message),
                Arrays.copyOf(message, message.length + 1),
                Arrays.copyOf(message, message.length - 1))) {
            assertInvalid(
                    new Signed(algorithm, signed.key(), other, signed.signature()), signed.signature(), "message");
        }
    }

    @ParameterizedTest
    @EnumSource
    default void verify_anotherKey_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        PublicKeyMaterial other =
                SampleKeys.another(signed.key().spec(), data()).publicKey().orElseThrow();

        assertInvalid(new Signed(algorithm, other, signed.message(), signed.signature()), signed.signature(), "key");
    }

    /** One RSA key serves six algorithms; a signature of one is none of another. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "RSA.*")
    default void verify_anotherAlgorithmOfTheKey_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        for (SignatureAlgorithm other : SignatureAlgorithm.fitting(signed.key().spec())) {
            if (other != algorithm && verifies(other)) {
                assertInvalid(
                        new Signed(other, signed.key(), signed.message(), signed.signature()),
                        signed.signature(),
                        "made with " + algorithm);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void verify_keyOfAnotherKind_refused(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        for (Curve curve : Curve.values()) {
            if (!algorithm.fits(KeySpec.onCurve(curve))) {
                PublicKeyMaterial other = SampleKeys.of(KeySpec.onCurve(curve), data())
                        .publicKey()
                        .orElseThrow();
                assertThatExceptionOfType(InvalidRequestException.class)
                        .as("%s with %s", algorithm, curve)
                        .isThrownBy(() -> verifier().verify(other, signed.input(), signed.signature()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void verify_manyThreads_allValid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        assertThat(Together.run(() -> verifier().verify(signed.key(), signed.input(), signed.signature())))
                .as("%s, %s", algorithm, data())
                .containsOnly(true);
    }
}
