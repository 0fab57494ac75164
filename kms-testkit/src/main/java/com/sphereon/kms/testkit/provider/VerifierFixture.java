package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import com.sphereon.kms.core.spi.SignatureVerifier;

/** What every part of the verifier contract works with. */
interface VerifierFixture {

    /** The verifier under test. */
    SignatureVerifier verifier();

    /** Random input. */
    TestData data();

    /** Whether the algorithm is declared. Those that are not are refused, which {@link VerifyRules} tests. */
    default boolean verifies(SignatureAlgorithm algorithm) {
        return verifier().algorithms().contains(algorithm);
    }

    /** A signed message. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Signed(SignatureAlgorithm algorithm, PublicKeyMaterial key, byte[] message, byte[] signature) {
        SigningInput input() {
            return new SigningInput(algorithm, InputType.RAW, message);
        }

        SigningInput digestInput() {
            byte[] digest = IndependentSignatures.digest(algorithm.digest().orElseThrow(), message);
            return new SigningInput(algorithm, InputType.DIGEST, digest);
        }
    }

    /** A message signed independently, with a key of the usual kind. */
    default Signed signed(SignatureAlgorithm algorithm, byte[] message) {
        return signed(algorithm, algorithm.defaultKeySpec(), message);
    }

    default Signed signed(SignatureAlgorithm algorithm, KeySpec spec, byte[] message) {
        try (PrivateKeyMaterial key = SampleKeys.of(spec, data())) {
            byte[] signature = IndependentSignatures.sign(key, algorithm, message);
            return new Signed(algorithm, key.publicKey().orElseThrow(), message, signature);
        }
    }

    /** Whether it verifies as a message; as a digest it must then do the same, where the algorithm takes one. */
    default boolean verify(Signed signed, byte[] signature) {
        boolean valid = verifier().verify(signed.key(), signed.input(), signature);
        if (signed.algorithm().acceptsDigest()) {
            assertThat(verifier().verify(signed.key(), signed.digestInput(), signature))
                    .as("%s, digest against message, %s", signed.algorithm(), data())
                    .isEqualTo(valid);
        }
        return valid;
    }

    default void assertValid(Signed signed, byte[] signature, String what) {
        assertThat(verify(signed, signature))
                .as("%s: %s, %s", signed.algorithm(), what, data())
                .isTrue();
    }

    default void assertInvalid(Signed signed, byte[] signature, String what) {
        assertThat(verify(signed, signature))
                .as("%s: %s, %s", signed.algorithm(), what, data())
                .isFalse();
    }
}
