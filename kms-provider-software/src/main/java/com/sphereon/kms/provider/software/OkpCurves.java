package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.SecretBytes;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/** Public keys of the curves of RFC 7748 and RFC 8032, and the secrets of the former. */
final class OkpCurves {
    private OkpCurves() {}

    /** The public key that belongs to an encoded private key of the curve's length. */
    static byte[] publicKey(Curve curve, byte[] privateKey) {
        byte[] publicKey = new byte[curve.coordinateBytes()];
        switch (curve) {
            case ED25519 -> Ed25519.generatePublicKey(privateKey, 0, publicKey, 0);
            case ED448 -> Ed448.generatePublicKey(privateKey, 0, publicKey, 0);
            case X25519 -> X25519.generatePublicKey(privateKey, 0, publicKey, 0);
            case X448 -> X448.generatePublicKey(privateKey, 0, publicKey, 0);
            case P_256, P_384, P_521, SECP256K1 ->
                throw new IllegalArgumentException(curve + " is not a curve of RFC 7748 or RFC 8032");
        }
        return publicKey;
    }

    /**
     * The secret of an encoded private key and a public one of the same curve, X25519 or X448 (RFC 7748 section 6).
     *
     * @return nothing when it would be the same with every private key
     */
    static Optional<SecretBytes> agree(Curve curve, byte[] privateKey, byte[] publicKey) {
        byte[] secret = new byte[curve.coordinateBytes()];
        try {
            boolean contributory = switch (curve) {
                case X25519 -> X25519.calculateAgreement(privateKey, 0, publicKey, 0, secret, 0);
                case X448 -> X448.calculateAgreement(privateKey, 0, publicKey, 0, secret, 0);
                case ED25519, ED448, P_256, P_384, P_521, SECP256K1 ->
                    throw new IllegalArgumentException(curve + " is not a curve of RFC 7748");
            };
            return contributory ? Optional.of(SecretBytes.copyOf(secret)) : Optional.empty();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
