package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Whether the private half of a key belongs to its public one; asked before Azure gets the key. */
final class KeyHalves {

    private KeyHalves() {}

    static boolean belongTogether(PrivateKeyMaterial material) {
        return switch (material) {
            case PrivateKeyMaterial.Ec ec -> isPair(ec);
            case PrivateKeyMaterial.Rsa rsa -> rsa.isConsistent();
            case PrivateKeyMaterial.Oct oct -> true;
            case PrivateKeyMaterial.Okp okp -> false; // never asked for: Azure has none
        };
    }

    private static boolean isPair(PrivateKeyMaterial.Ec ec) {
        PublicKeyMaterial.Ec given = ec.point();
        var domain = CustomNamedCurves.getByName(given.curve().jcaName());
        ECPoint computed = ec.d()
                .expose(octets -> new FixedPointCombMultiplier().multiply(domain.getG(), new BigInteger(1, octets)))
                .normalize();
        return Arrays.equals(
                computed.getEncoded(false),
                domain.getCurve().createPoint(given.x(), given.y()).getEncoded(false));
    }
}
