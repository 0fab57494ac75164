package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.bouncycastle.util.Arrays;

/** Makes JCA key objects of our key material. Only of keys that sign: X25519 and X448 have none. */
final class JcaKeys {
    private static final String KEY_FACTORY = "KeyFactory";

    private final Providers providers;

    JcaKeys(Providers providers) {
        this.providers = providers;
    }

    /** A key object that every provider can read. */
    PrivateKey privateKey(PrivateKeyMaterial material) throws GeneralSecurityException {
        return switch (material) {
            case PrivateKeyMaterial.Ec ec -> {
                Curve curve = ec.point().curve();
                ECPrivateKeySpec spec = new ECPrivateKeySpec(number(ec.d()), parameters(curve));
                yield ecFactory(curve).generatePrivate(spec);
            }
            case PrivateKeyMaterial.Okp okp -> edPrivateKey(okp);
            case PrivateKeyMaterial.Rsa rsa -> factory("RSA").generatePrivate(spec(rsa));
            case PrivateKeyMaterial.Oct oct -> throw new InvalidKeyException("a symmetric key has no private half");
        };
    }

    /** A key object that every provider can read. */
    PublicKey publicKey(PublicKeyMaterial material) throws GeneralSecurityException {
        return switch (material) {
            case PublicKeyMaterial.Ec ec ->
                ecFactory(ec.curve())
                        .generatePublic(new ECPublicKeySpec(new ECPoint(ec.x(), ec.y()), parameters(ec.curve())));
            case PublicKeyMaterial.Okp okp ->
                factory(okp.curve().jcaName())
                        .generatePublic(new EdECPublicKeySpec(
                                new NamedParameterSpec(okp.curve().jcaName()), decodePoint(okp.x())));
            case PublicKeyMaterial.Rsa rsa ->
                factory("RSA").generatePublic(new RSAPublicKeySpec(rsa.modulus(), rsa.exponent()));
        };
    }

    /** The provider's own object for a key, so that it need not be converted for each signature. */
    static PrivateKey translated(PrivateKey key, Provider provider) throws GeneralSecurityException {
        if (!Providers.offers(provider, KEY_FACTORY, key.getAlgorithm())) {
            return key;
        }
        byte[] encoded = key.getEncoded();
        try {
            return KeyFactory.getInstance(key.getAlgorithm(), provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** The same for a public key. */
    static PublicKey translated(PublicKey key, Provider provider) throws GeneralSecurityException {
        if (!Providers.offers(provider, KEY_FACTORY, key.getAlgorithm())) {
            return key;
        }
        return KeyFactory.getInstance(key.getAlgorithm(), provider)
                .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private PrivateKey edPrivateKey(PrivateKeyMaterial.Okp material) throws GeneralSecurityException {
        String name = material.encoded().curve().jcaName();
        byte[] seed = material.d().expose(byte[]::clone);
        try {
            return factory(name).generatePrivate(new EdECPrivateKeySpec(new NamedParameterSpec(name), seed));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private KeyFactory factory(String name) throws GeneralSecurityException {
        return KeyFactory.getInstance(name, providers.neutral(KEY_FACTORY, name));
    }

    private KeyFactory ecFactory(Curve curve) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC", providers.neutral(curve, KEY_FACTORY, "EC"));
    }

    private ECParameterSpec parameters(Curve curve) throws GeneralSecurityException {
        AlgorithmParameters parameters =
                AlgorithmParameters.getInstance("EC", providers.neutral(curve, "AlgorithmParameters", "EC"));
        parameters.init(new ECGenParameterSpec(curve.jcaName()));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static RSAPrivateCrtKeySpec spec(PrivateKeyMaterial.Rsa rsa) {
        List<BigInteger> crt = rsa.crt().stream().map(JcaKeys::number).toList();
        return new RSAPrivateCrtKeySpec(
                rsa.rsaPublicKey().modulus(),
                rsa.rsaPublicKey().exponent(),
                number(rsa.d()),
                crt.get(0),
                crt.get(1),
                crt.get(2),
                crt.get(3),
                crt.get(4));
    }

    /** Unsigned. A number cannot be wiped; the JDK's key objects hold such numbers as well. */
    static BigInteger number(SecretBytes secret) {
        return secret.expose(octets -> new BigInteger(1, octets));
    }

    /** RFC 8032 sections 5.1.2 and 5.2.2: y in little-endian order, the top bit says whether x is odd. */
    private static EdECPoint decodePoint(byte[] encoded) {
        byte[] y = Arrays.reverse(encoded);
        boolean xOdd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        return new EdECPoint(xOdd, new BigInteger(1, y));
    }
}
