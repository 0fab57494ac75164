package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InputType;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SigningInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
        return !(material instanceof PrivateKeyMaterial.Rsa rsa) || rsa.isConsistent();
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
}
