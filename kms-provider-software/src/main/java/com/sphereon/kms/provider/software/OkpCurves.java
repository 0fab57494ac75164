package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/** Public keys of the curves of RFC 7748 and RFC 8032. */
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
}
