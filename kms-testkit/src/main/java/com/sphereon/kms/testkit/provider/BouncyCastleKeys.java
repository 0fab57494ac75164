package com.sphereon.kms.testkit.provider;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.Ed448PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed448PublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/** Keys in the form Bouncy Castle's own classes take. */
final class BouncyCastleKeys {

    private BouncyCastleKeys() {}

    static CipherParameters of(PublicKeyMaterial key) {
        return switch (key) {
            case PublicKeyMaterial.Ec ec -> {
                ECDomainParameters domain = domain(ec.curve());
                yield new ECPublicKeyParameters(domain.getCurve().createPoint(ec.x(), ec.y()), domain);
            }
            case PublicKeyMaterial.Okp okp ->
                okp.curve() == Curve.ED25519
                        ? new Ed25519PublicKeyParameters(okp.x(), 0)
                        : new Ed448PublicKeyParameters(okp.x(), 0);
            case PublicKeyMaterial.Rsa rsa -> new RSAKeyParameters(false, rsa.modulus(), rsa.exponent());
        };
    }

    static CipherParameters of(PrivateKeyMaterial key) {
        return switch (key) {
            case PrivateKeyMaterial.Ec ec ->
                new ECPrivateKeyParameters(number(ec.d()), domain(ec.point().curve()));
            case PrivateKeyMaterial.Okp okp ->
                okp.encoded().curve() == Curve.ED25519
                        ? new Ed25519PrivateKeyParameters(okp.d().expose(byte[]::clone), 0)
                        : new Ed448PrivateKeyParameters(okp.d().expose(byte[]::clone), 0);
            case PrivateKeyMaterial.Rsa rsa -> rsa(rsa);
            case PrivateKeyMaterial.Oct oct -> new KeyParameter(oct.k().expose(byte[]::clone));
        };
    }

    private static CipherParameters rsa(PrivateKeyMaterial.Rsa key) {
        List<BigInteger> crt = key.crt().stream().map(BouncyCastleKeys::number).toList();
        return new RSAPrivateCrtKeyParameters(
                key.rsaPublicKey().modulus(),
                key.rsaPublicKey().exponent(),
                number(key.d()),
                crt.get(0),
                crt.get(1),
                crt.get(2),
                crt.get(3),
                crt.get(4));
    }

    static ECDomainParameters domain(Curve curve) {
        return new ECDomainParameters(ECNamedCurveTable.getByName(curve.jcaName()));
    }

    private static BigInteger number(SecretBytes secret) {
        return secret.expose(octets -> new BigInteger(1, octets));
    }
}
