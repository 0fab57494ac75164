package com.sphereon.kms.provider.azure;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.NullDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.util.BigIntegers;

/** What a vault computes with its keys. */
final class FakeCrypto {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    /** What encryption makes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sealed(byte[] value, byte[] iv, byte[] tag) {}

    private FakeCrypto() {}

    static byte[] sign(PrivateKeyMaterial key, String algorithm, byte[] digest) {
        if (digest.length != digest(algorithm).getDigestSize()) {
            throw FakeFailure.badParameter();
        }
        return switch (key) {
            case PrivateKeyMaterial.Ec ec
            when algorithm.equals(algorithm(ec.point().curve())) -> ecdsa(ec, digest);
            case PrivateKeyMaterial.Rsa rsa
            when algorithm.startsWith("RS") || algorithm.startsWith("PS") -> rsa(rsa, algorithm, digest);
            default -> throw FakeFailure.badParameter();
        };
    }

    private static String algorithm(Curve curve) {
        return switch (curve) {
            case P_256 -> "ES256";
            case P_384 -> "ES384";
            case P_521 -> "ES512";
            case SECP256K1 -> "ES256K";
            default -> throw new IllegalArgumentException(curve.toString());
        };
    }

    private static byte[] ecdsa(PrivateKeyMaterial.Ec key, byte[] digest) {
        Curve curve = key.point().curve();
        var domain = new ECDomainParameters(CustomNamedCurves.getByName(curve.jcaName()));
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ECPrivateKeyParameters(number(key.d()), domain));
        BigInteger[] both = signer.generateSignature(digest);
        int half = curve.coordinateBytes();
        byte[] signature = Arrays.copyOf(BigIntegers.asUnsignedByteArray(half, both[0]), 2 * half);
        System.arraycopy(BigIntegers.asUnsignedByteArray(half, both[1]), 0, signature, half, half);
        return signature;
    }

    private static byte[] rsa(PrivateKeyMaterial.Rsa key, String algorithm, byte[] digest) {
        Signer signer = algorithm.startsWith("PS")
                ? PSSSigner.createRawSigner(new RSABlindedEngine(), digest(algorithm))
                : new RSADigestSigner(new NullDigest(), oid(algorithm));
        signer.init(true, parameters(key));
        signer.update(digest, 0, digest.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Digest digest(String algorithm) {
        return switch (algorithm) {
            case "ES256", "ES256K", "RS256", "PS256" -> SHA256Digest.newInstance();
            case "ES384", "RS384", "PS384" -> new SHA384Digest();
            case "ES512", "RS512", "PS512" -> new SHA512Digest();
            default -> throw FakeFailure.badParameter();
        };
    }

    private static ASN1ObjectIdentifier oid(String algorithm) {
        return switch (algorithm) {
            case "RS256" -> NISTObjectIdentifiers.id_sha256;
            case "RS384" -> NISTObjectIdentifiers.id_sha384;
            default -> NISTObjectIdentifiers.id_sha512;
        };
    }

    private static RSAPrivateCrtKeyParameters parameters(PrivateKeyMaterial.Rsa key) {
        List<BigInteger> crt = key.crt().stream().map(FakeCrypto::number).toList();
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

    static byte[] wrap(PrivateKeyMaterial key, String algorithm, byte[] value) {
        return wrapping(Cipher.ENCRYPT_MODE, key, algorithm, value);
    }

    static byte[] unwrap(PrivateKeyMaterial key, String algorithm, byte[] value) {
        // The JDK's cipher fails without a checked exception on what is no multiple of eight octets (RFC 3394).
        if (key instanceof PrivateKeyMaterial.Oct && (value.length < 24 || value.length % 8 != 0)) {
            throw FakeFailure.badParameter();
        }
        return wrapping(Cipher.DECRYPT_MODE, key, algorithm, value);
    }

    private static byte[] wrapping(int mode, PrivateKeyMaterial key, String algorithm, byte[] value) {
        try {
            return switch (key) {
                case PrivateKeyMaterial.Rsa rsa
                when algorithm.startsWith("RSA-OAEP") -> oaep(mode, rsa, algorithm, value);
                case PrivateKeyMaterial.Oct oct
                when algorithm.equals("A" + bits(oct) + "KW") -> {
                    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
                    cipher.init(mode, aes(oct));
                    yield cipher.doFinal(value);
                }
                default -> throw FakeFailure.badParameter();
            };
        } catch (GeneralSecurityException e) {
            throw FakeFailure.badParameter();
        }
    }

    private static byte[] oaep(int mode, PrivateKeyMaterial.Rsa key, String algorithm, byte[] value)
            throws GeneralSecurityException {
        String digest = switch (algorithm) {
            case "RSA-OAEP" -> "SHA-1";
            case "RSA-OAEP-256" -> "SHA-256";
            default -> throw FakeFailure.badParameter();
        };
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        var oaep = new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT);
        KeyFactory factory = KeyFactory.getInstance("RSA");
        if (mode == Cipher.ENCRYPT_MODE) {
            cipher.init(mode, publicKey(factory, key), oaep);
        } else {
            List<BigInteger> crt = key.crt().stream().map(FakeCrypto::number).toList();
            cipher.init(
                    mode,
                    factory.generatePrivate(new RSAPrivateCrtKeySpec(
                            key.rsaPublicKey().modulus(),
                            key.rsaPublicKey().exponent(),
                            number(key.d()),
                            crt.get(0),
                            crt.get(1),
                            crt.get(2),
                            crt.get(3),
                            crt.get(4))),
                    oaep);
        }
        return cipher.doFinal(value);
    }

    private static RSAPublicKey publicKey(KeyFactory factory, PrivateKeyMaterial.Rsa key)
            throws GeneralSecurityException {
        return (RSAPublicKey) factory.generatePublic(new RSAPublicKeySpec(
                key.rsaPublicKey().modulus(), key.rsaPublicKey().exponent()));
    }

    static Sealed encrypt(PrivateKeyMaterial key, String algorithm, byte[] plaintext, byte[] associated) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        byte[] both = gcm(Cipher.ENCRYPT_MODE, requireGcm(key, algorithm), iv, associated, plaintext);
        int length = both.length - TAG_BYTES;
        return new Sealed(Arrays.copyOf(both, length), iv, Arrays.copyOfRange(both, length, both.length));
    }

    static byte[] decrypt(PrivateKeyMaterial key, String algorithm, Sealed sealed, byte[] associated) {
        byte[] both = Arrays.copyOf(sealed.value(), sealed.value().length + sealed.tag().length);
        System.arraycopy(sealed.tag(), 0, both, sealed.value().length, sealed.tag().length);
        return gcm(Cipher.DECRYPT_MODE, requireGcm(key, algorithm), sealed.iv(), associated, both);
    }

    private static PrivateKeyMaterial.Oct requireGcm(PrivateKeyMaterial key, String algorithm) {
        if (key instanceof PrivateKeyMaterial.Oct oct && algorithm.equals("A" + bits(oct) + "GCM")) {
            return oct;
        }
        throw FakeFailure.badParameter();
    }

    private static byte[] gcm(int mode, PrivateKeyMaterial.Oct key, byte[] iv, byte[] associated, byte[] value) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, aes(key), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
            cipher.updateAAD(associated);
            return cipher.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw FakeFailure.badParameter();
        }
    }

    private static int bits(PrivateKeyMaterial.Oct key) {
        return key.k().length() * Byte.SIZE;
    }

    private static SecretKeySpec aes(PrivateKeyMaterial.Oct key) {
        return key.k().expose(octets -> new SecretKeySpec(octets, "AES"));
    }

    private static BigInteger number(SecretBytes secret) {
        return secret.expose(octets -> new BigInteger(1, octets));
    }
}
