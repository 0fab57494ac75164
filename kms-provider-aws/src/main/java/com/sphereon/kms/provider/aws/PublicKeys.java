package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Public keys in the form AWS has them, SubjectPublicKeyInfo in DER (RFC 5280 section 4.1). */
final class PublicKeys {

    private PublicKeys() {}

    /** @throws RemoteFailure of kind UNEXPECTED when it is no public key, or none of those we know */
    static PublicKeyMaterial fromDer(byte[] der) {
        try {
            return material(PublicKeyFactory.createKey(der));
        } catch (IOException | IllegalArgumentException | InvalidRequestException e) {
            throw RemoteFailure.of(Kind.UNEXPECTED, "the answer has no usable public key", e);
        }
    }

    private static PublicKeyMaterial material(AsymmetricKeyParameter key) {
        return switch (key) {
            case ECPublicKeyParameters ec ->
                new PublicKeyMaterial.Ec(
                        curve(ec.getParameters()),
                        ec.getQ().getAffineXCoord().toBigInteger(),
                        ec.getQ().getAffineYCoord().toBigInteger());
            case Ed25519PublicKeyParameters ed -> new PublicKeyMaterial.Okp(Curve.ED25519, ed.getEncoded());
            case RSAKeyParameters rsa -> new PublicKeyMaterial.Rsa(rsa.getModulus(), rsa.getExponent());
            default -> throw new IllegalArgumentException("a public key of another kind");
        };
    }

    private static Curve curve(ECDomainParameters domain) {
        return Arrays.stream(Curve.values())
                .filter(curve -> curve.hasOrder(domain.getN()))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("a public key on another curve"));
    }

    /** A key on a Weierstrass curve. */
    static byte[] toDer(PublicKeyMaterial.Ec key) {
        ECDomainParameters domain = domain(key.curve());
        try {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                            new ECPublicKeyParameters(domain.getCurve().createPoint(key.x(), key.y()), domain))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a public key that can be constructed can be encoded", e);
        }
    }

    /** The domain parameters of a Weierstrass curve, which are encoded as its name. */
    static ECNamedDomainParameters domain(Curve curve) {
        X9ECParameters parameters = ECNamedCurveTable.getByName(curve.jcaName());
        return new ECNamedDomainParameters(ECNamedCurveTable.getOID(curve.jcaName()), parameters);
    }
}
