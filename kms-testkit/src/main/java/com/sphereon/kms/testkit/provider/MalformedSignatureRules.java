package com.sphereon.kms.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a signature is made of, verifying it ends with yes or no. */
interface MalformedSignatureRules extends VerifierFixture {
    /** Random signatures tried for each algorithm. */
    int RANDOM_SIGNATURES = 200;
    /** Longest malformed signature, in bytes. */
    int MAX_BYTES = 10_000;

    /** Order of the base point of edwards25519, RFC 8032 section 5.1. */
    BigInteger ED25519_ORDER = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    /** Order of the base point of edwards448, RFC 8032 section 5.2. */
    BigInteger ED448_ORDER = BigInteger.TWO
            .pow(446)
            .subtract(new BigInteger("13818066809895115352007386748515426880336692474882178609894547503885"));

    @ParameterizedTest
    @EnumSource
    default void verify_signatureOfAnotherLength_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        int length = signed.signature().length;
        for (int other : List.of(0, 1, length / 2, length - 1, length + 1, 2 * length, MAX_BYTES)) {
            assertInvalid(signed, Arrays.copyOf(signed.signature(), other), other + " bytes, cut or zeros behind");
            assertInvalid(signed, data().bytes(other), other + " random bytes");
        }
        byte[] zeroBefore = new byte[length + 1];
        System.arraycopy(signed.signature(), 0, zeroBefore, 1, length);
        assertInvalid(signed, zeroBefore, "a zero before");
        assertValid(signed, signed.signature(), "as it was");
    }

    @ParameterizedTest
    @EnumSource
    default void verify_changedOrRandomSignature_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        int length = signed.signature().length;
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0xff);

        assertInvalid(signed, new byte[length], "all zeros");
        assertInvalid(signed, ones, "all ones");
        for (int i = 0; i < RANDOM_SIGNATURES; i++) {
            assertInvalid(signed, data().withFlippedBit(signed.signature()), "one bit changed");
            assertInvalid(signed, data().bytes(length), "random");
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"EC.*", "ES.*"})
    default void verify_rOrSOutOfRange_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        BigInteger[] rs = halves(signed);
        BigInteger zero = BigInteger.ZERO;
        BigInteger order = order(algorithm);
        assertThat(verify(signed, joined(algorithm, rs[0], rs[1])))
                .as("taken apart and joined")
                .isTrue();

        for (BigInteger bad : List.of(zero, order, order.add(BigInteger.ONE), largest(algorithm))) {
            assertInvalid(signed, joined(algorithm, bad, rs[1]), "r is " + bad);
            assertInvalid(signed, joined(algorithm, rs[0], bad), "s is " + bad);
            assertInvalid(signed, joined(algorithm, bad, bad), "r and s are " + bad);
        }
        for (BigInteger[] shifted :
                List.of(new BigInteger[] {rs[0].add(order), rs[1]}, new BigInteger[] {rs[0], rs[1].add(order)})) {
            if (shifted[0].max(shifted[1]).compareTo(largest(algorithm)) <= 0) {
                assertInvalid(signed, joined(algorithm, shifted[0], shifted[1]), "the order was added");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"EC.*", "ES.*"})
    default void verify_derInPlaceOfRAndS_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        BigInteger[] rs = halves(signed);
        try {
            byte[] der = StandardDSAEncoding.INSTANCE.encode(order(algorithm), rs[0], rs[1]);
            assertInvalid(signed, der, "DER");
            assertInvalid(signed, Arrays.copyOf(der, signed.signature().length), "DER, cut to the right length");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 8032 sections 5.1.7 and 5.2.7: S must be below the order, or one signature gives more. */
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ED448"})
    default void verify_orderAddedToS_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        int half = signed.signature().length / 2;
        BigInteger order = algorithm == SignatureAlgorithm.ED25519 ? ED25519_ORDER : ED448_ORDER;
        byte[] littleEndian = Arrays.copyOfRange(signed.signature(), half, 2 * half);
        BigInteger s = new BigInteger(1, org.bouncycastle.util.Arrays.reverse(littleEndian));
        assertThat(s).as("a right signature's S").isLessThan(order);

        byte[] forged = signed.signature().clone();
        byte[] shifted = BigIntegers.asUnsignedByteArray(half, s.add(order));
        System.arraycopy(org.bouncycastle.util.Arrays.reverse(shifted), 0, forged, half, half);
        assertInvalid(signed, forged, "the order was added to S");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "RSA.*")
    default void verify_rsaNumberThatIsNoSignature_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        BigInteger modulus = ((PublicKeyMaterial.Rsa) signed.key()).modulus();
        int length = signed.signature().length;
        for (BigInteger number : List.of(BigInteger.ONE, modulus.subtract(BigInteger.ONE), modulus)) {
            assertInvalid(signed, BigIntegers.asUnsignedByteArray(length, number), "a special number");
        }
        BigInteger signature = new BigInteger(1, signed.signature());
        assertInvalid(signed, BigIntegers.asUnsignedByteArray(length, modulus.subtract(signature)), "negated");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "RSA_SSA_PSS.*")
    default void verify_saltOfAnotherLength_invalid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        int right = algorithm.digest().map(DigestAlgorithm::lengthBytes).orElseThrow();
        byte[] message = data().message();
        try (PrivateKeyMaterial key = SampleKeys.of(algorithm.defaultKeySpec(), data())) {
            PublicKeyMaterial publicKey = key.publicKey().orElseThrow();
            for (int salt : List.of(0, 20, right - 1, right, right + 1)) {
                byte[] signature = IndependentSignatures.signPss(key, algorithm, salt, message);
                Signed signed = new Signed(algorithm, publicKey, message, signature);
                assertThat(verify(signed, signature))
                        .as("%s with a salt of %d bytes, %s", algorithm, salt, data())
                        .isEqualTo(salt == right);
            }
        }
    }

    /** Not every string of the right length is a point. Such a key may be refused, but nothing verifies with it. */
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ED448"})
    default void verify_keyThatIsNoPoint_neverValid(SignatureAlgorithm algorithm) {
        if (!verifies(algorithm)) {
            return; // verify_signedMessage has seen the refusal
        }
        Signed signed = signed(algorithm, data().message());
        Map<String, Integer> outcomes = new HashMap<>();
        for (int i = 0; i < RANDOM_SIGNATURES; i++) {
            Curve curve = ((PublicKeyMaterial.Okp) signed.key()).curve();
            PublicKeyMaterial key = new PublicKeyMaterial.Okp(curve, data().bytes(curve.coordinateBytes()));
            outcomes.merge(outcome(key, signed), 1, Integer::sum);
        }
        assertThat(outcomes.keySet()).as("%s, %s", algorithm, data()).isSubsetOf("invalid", "refused");
    }

    private String outcome(PublicKeyMaterial key, Signed signed) {
        try {
            return verifier().verify(key, signed.input(), signed.signature()) ? "valid" : "invalid";
        } catch (InvalidRequestException e) {
            return "refused";
        }
    }

    private static BigInteger[] halves(Signed signed) {
        byte[] signature = signed.signature();
        int half = signature.length / 2;
        return new BigInteger[] {
            new BigInteger(1, Arrays.copyOf(signature, half)),
            new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half))
        };
    }

    private static byte[] joined(SignatureAlgorithm algorithm, BigInteger r, BigInteger s) {
        return IndependentSignatures.joined(IndependentSignatures.coordinateBytes(algorithm), r, s);
    }

    private static BigInteger order(SignatureAlgorithm algorithm) {
        return BouncyCastleKeys.domain(IndependentSignatures.curve(algorithm)).getN();
    }

    private static BigInteger largest(SignatureAlgorithm algorithm) {
        return BigInteger.TWO
                .pow(Byte.SIZE * IndependentSignatures.coordinateBytes(algorithm))
                .subtract(BigInteger.ONE);
    }
}
