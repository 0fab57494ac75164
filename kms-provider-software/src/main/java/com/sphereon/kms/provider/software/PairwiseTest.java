package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The pairwise consistency test a key passes before it is stored (FIPS 140-3, that is ISO/IEC 19790 section 7.10.3.3;
 * SP 800-56A section 5.6.2.1.4 for keys that agree). Later signatures are not verified one by one: that would double or
 * triple their cost.
 *
 * <p>One fault would be fatal in a single signature: a wrong result modulo one RSA prime gives away the factors
 * (Boneh, DeMillo, Lipton 1997). The JDK and Bouncy Castle check each RSA result with the public exponent before they
 * return it, which {@code RsaFaultTest} proves. AWS-LC, on which Corretto builds, does so too (rsa_impl.c), and besides
 * refuses to load a key whose members contradict each other.
 */
final class PairwiseTest {
    private static final byte[] MESSAGE = "pairwise consistency test".getBytes(StandardCharsets.US_ASCII);

    private final SoftwareSignatureVerifier verifier;

    PairwiseTest(SoftwareSignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /** Whether the members of an RSA key agree with each other; asked before such a key is loaded. */
    static boolean numbersAgree(PrivateKeyMaterial material) {
        return !(material instanceof PrivateKeyMaterial.Rsa rsa) || isConsistent(rsa);
    }

    /** Whether the private half belongs to the public one. */
    boolean passes(LoadedKey key, PrivateKeyMaterial material) {
        return switch (material) {
            case PrivateKeyMaterial.Oct oct -> true;
            case PrivateKeyMaterial.Okp okp -> isPair(okp) && (key instanceof AgreementKey || signs(key, okp));
            case PrivateKeyMaterial.Ec ec -> signs(key, ec);
            case PrivateKeyMaterial.Rsa rsa -> signs(key, rsa);
        };
    }

    private boolean signs(LoadedKey key, PrivateKeyMaterial material) {
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.fitting(material.spec()).getFirst();
        PublicKeyMaterial publicKey = material.publicKey().orElseThrow();
        SigningInput input = new SigningInput(algorithm, InputType.RAW, MESSAGE);
        try {
            return verifier.verify(publicKey, input, key.sign(input));
        } catch (ProviderFailedException e) {
            // engines refuse to compute with halves that contradict each other
            return false;
        }
    }

    private static boolean isPair(PrivateKeyMaterial.Okp okp) {
        Curve curve = okp.encoded().curve();
        byte[] expected = okp.d().expose(octets -> OkpCurves.publicKey(curve, octets));
        return Arrays.equals(expected, okp.encoded().x());
    }

    /** RFC 8017 section 3.2, and that the factors are factors; their primality only hurts who imports the key. */
    private static boolean isConsistent(PrivateKeyMaterial.Rsa rsa) {
        BigInteger n = rsa.rsaPublicKey().modulus();
        BigInteger e = rsa.rsaPublicKey().exponent();
        BigInteger d = JcaKeys.number(rsa.d());
        List<BigInteger> crt = rsa.crt().stream().map(JcaKeys::number).toList();
        BigInteger p = crt.get(0);
        BigInteger q = crt.get(1);
        if (!isBetween(BigInteger.ONE, p, n)
                || !isBetween(BigInteger.ONE, q, n)
                || !p.multiply(q).equals(n)) {
            return false;
        }
        BigInteger dp = crt.get(2);
        BigInteger dq = crt.get(3);
        BigInteger qi = crt.get(4);
        return isBetween(BigInteger.ONE, d, n)
                && isBetween(BigInteger.ZERO, qi, p)
                && isInverse(qi, q, p)
                && dp.equals(d.mod(p.subtract(BigInteger.ONE)))
                && dq.equals(d.mod(q.subtract(BigInteger.ONE)))
                && isInverse(dp, e, p.subtract(BigInteger.ONE))
                && isInverse(dq, e, q.subtract(BigInteger.ONE));
    }

    private static boolean isInverse(BigInteger a, BigInteger b, BigInteger modulus) {
        return a.multiply(b).mod(modulus).equals(BigInteger.ONE);
    }

    private static boolean isBetween(BigInteger low, BigInteger value, BigInteger high) {
        return value.compareTo(low) > 0 && value.compareTo(high) < 0;
    }
}
