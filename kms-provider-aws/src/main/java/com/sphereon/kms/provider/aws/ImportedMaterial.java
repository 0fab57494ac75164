package com.sphereon.kms.provider.aws;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Key material in the form AWS imports: PKCS #8 in DER (RFC 5208, RFC 5915, RFC 8410) for private keys, the bare key for
 * symmetric ones. Bouncy Castle and the JDK hold the numbers of a key in objects that cannot be wiped; the octets are.
 */
final class ImportedMaterial {
    /** RFC 8410 section 3. */
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private ImportedMaterial() {}

    /**
     * The octets to import, which the caller closes.
     *
     * @throws InvalidRequestException when private and public half do not belong together
     */
    static SecretBytes of(PrivateKeyMaterial material) {
        return switch (material) {
            case PrivateKeyMaterial.Oct oct -> oct.k().expose(SecretBytes::copyOf);
            case PrivateKeyMaterial.Ec ec -> ec(ec);
            case PrivateKeyMaterial.Okp okp -> okp.d().expose(seed -> ed25519(okp.encoded(), seed));
            case PrivateKeyMaterial.Rsa rsa -> rsa(rsa);
        };
    }

    private static SecretBytes ec(PrivateKeyMaterial.Ec key) {
        ECNamedDomainParameters domain = PublicKeys.domain(key.point().curve());
        BigInteger d = number(key.d());
        ECPoint point =
                new FixedPointCombMultiplier().multiply(domain.getG(), d).normalize();
        requirePair(point.getAffineXCoord().toBigInteger().equals(key.point().x())
                && point.getAffineYCoord().toBigInteger().equals(key.point().y()));
        try {
            return encoded(PrivateKeyInfoFactory.createPrivateKeyInfo(new ECPrivateKeyParameters(d, domain)));
        } catch (IOException e) {
            throw new IllegalStateException("a private key that can be constructed can be encoded", e);
        }
    }

    private static SecretBytes ed25519(PublicKeyMaterial.Okp publicKey, byte[] seed) {
        byte[] expected = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, expected, 0);
        requirePair(Arrays.equals(expected, publicKey.x()));
        try {
            // RFC 8410 section 7: without the public key, which not every reader takes
            return encoded(new PrivateKeyInfo(new AlgorithmIdentifier(ED25519), new DEROctetString(seed)));
        } catch (IOException e) {
            throw new IllegalStateException("a private key that can be constructed can be encoded", e);
        }
    }

    private static SecretBytes rsa(PrivateKeyMaterial.Rsa key) {
        requirePair(key.isConsistent());
        List<BigInteger> crt = key.crt().stream().map(ImportedMaterial::number).toList();
        try {
            return encoded(PrivateKeyInfoFactory.createPrivateKeyInfo(new RSAPrivateCrtKeyParameters(
                    key.rsaPublicKey().modulus(),
                    key.rsaPublicKey().exponent(),
                    number(key.d()),
                    crt.get(0),
                    crt.get(1),
                    crt.get(2),
                    crt.get(3),
                    crt.get(4))));
        } catch (IOException | IllegalArgumentException e) {
            // without its text, which might repeat what was given
            throw new InvalidRequestException("key is not a private key of type %s".formatted(key.spec()));
        }
    }

    private static SecretBytes encoded(PrivateKeyInfo key) throws IOException {
        byte[] der = key.getEncoded();
        try {
            return SecretBytes.copyOf(der);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static BigInteger number(SecretBytes secret) {
        return secret.expose(octets -> new BigInteger(1, octets));
    }

    private static void requirePair(boolean isPair) {
        if (!isPair) {
            throw new InvalidRequestException("key: its private and public members do not belong together");
        }
    }
}
