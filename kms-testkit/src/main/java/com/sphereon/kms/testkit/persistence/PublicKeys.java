package com.sphereon.kms.testkit.persistence;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * One public key of each kind. Well-formed, and beginning with a zero octet where it can, which must not get lost;
 * nobody has the private half.
 */
final class PublicKeys {
    private static final long SEED = 20260101;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    private static final Map<Curve, PublicKeyMaterial> ON_CURVE = new ConcurrentHashMap<>();

    private PublicKeys() {}

    static Optional<PublicKeyMaterial> of(KeySpec spec) {
        return switch (spec) {
            case KeySpec.Ec ec -> Optional.of(ON_CURVE.computeIfAbsent(ec.curve(), PublicKeys::point));
            case KeySpec.Okp okp -> Optional.of(new PublicKeyMaterial.Okp(okp.curve(), octets(okp.curve())));
            case KeySpec.Rsa rsa -> Optional.of(new PublicKeyMaterial.Rsa(oddNumber(rsa.sizeBits()), EXPONENT));
            case KeySpec.Oct oct -> Optional.empty();
        };
    }

    private static PublicKeyMaterial point(Curve curve) {
        ECPoint base = CustomNamedCurves.getByName(curve.jcaName()).getG();
        ECPoint point = base.normalize();
        while (x(point).bitLength() > 8 * (curve.coordinateBytes() - 1)) {
            point = point.add(base).normalize();
        }
        return new PublicKeyMaterial.Ec(curve, x(point), point.getAffineYCoord().toBigInteger());
    }

    private static BigInteger x(ECPoint point) {
        return point.getAffineXCoord().toBigInteger();
    }

    private static byte[] octets(Curve curve) {
        byte[] octets = new byte[curve.coordinateBytes()];
        new SplittableRandom(SEED).nextBytes(octets);
        octets[0] = 0;
        return octets;
    }

    private static BigInteger oddNumber(int bits) {
        byte[] octets = new byte[bits / 8];
        new SplittableRandom(SEED).nextBytes(octets);
        return new BigInteger(1, octets).setBit(bits - 1).setBit(0);
    }
}
