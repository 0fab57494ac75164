package com.sphereon.kms.testkit.provider;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.DigestAlgorithm;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import com.sphereon.kms.core.model.SignatureAlgorithm.Scheme;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.util.BigIntegers;

/** Signs and verifies messages with Bouncy Castle's own classes, as the port's algorithms are defined. */
public final class IndependentSignatures {

    private IndependentSignatures() {}

    /** Whether it is a signature over the message, in the port's form: r and s of the field's length for ECDSA. */
    public static boolean verify(
            PublicKeyMaterial key, SignatureAlgorithm algorithm, byte[] message, byte[] signature) {
        CipherParameters parameters = BouncyCastleKeys.of(key);
        if (algorithm.scheme() == Scheme.ECDSA) {
            int half = coordinateBytes(algorithm);
            if (signature.length != 2 * half) {
                return false;
            }
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, parameters);
            return signer.verifySignature(
                    digest(algorithm.digest().orElseThrow(), message),
                    new BigInteger(1, Arrays.copyOf(signature, half)),
                    new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half)));
        }
        Signer signer = signer(algorithm, saltBytes(algorithm));
        signer.init(false, parameters);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    /** Signs a message, or computes its MAC. */
    public static byte[] sign(PrivateKeyMaterial key, SignatureAlgorithm algorithm, byte[] message) {
        return switch (algorithm.scheme()) {
            case HMAC -> mac(key, algorithm, message);
            case ECDSA -> ecdsa(key, algorithm, message);
            case EDDSA, RSASSA_PKCS1, RSASSA_PSS -> sign(signer(algorithm, saltBytes(algorithm)), key, message);
        };
    }

    /** Signs with a salt of any length, to see whether a wrong one is noticed. */
    static byte[] signPss(PrivateKeyMaterial key, SignatureAlgorithm algorithm, int saltBytes, byte[] message) {
        return sign(signer(algorithm, saltBytes), key, message);
    }

    /** The digest of a message. */
    public static byte[] digest(DigestAlgorithm algorithm, byte[] message) {
        Digest digest = digest(algorithm);
        digest.update(message, 0, message.length);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }

    private static byte[] sign(Signer signer, PrivateKeyMaterial key, byte[] message) {
        signer.init(true, BouncyCastleKeys.of(key));
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ecdsa(PrivateKeyMaterial key, SignatureAlgorithm algorithm, byte[] message) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, BouncyCastleKeys.of(key));
        BigInteger[] rs = signer.generateSignature(digest(algorithm.digest().orElseThrow(), message));
        return joined(coordinateBytes(algorithm), rs[0], rs[1]);
    }

    private static byte[] mac(PrivateKeyMaterial key, SignatureAlgorithm algorithm, byte[] message) {
        HMac mac = new HMac(digest(algorithm.digest().orElseThrow()));
        mac.init(BouncyCastleKeys.of(key));
        mac.update(message, 0, message.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }

    private static Signer signer(SignatureAlgorithm algorithm, int saltBytes) {
        return switch (algorithm.scheme()) {
            case EDDSA -> algorithm == SignatureAlgorithm.ED25519 ? new Ed25519Signer() : new Ed448Signer(new byte[0]);
            case RSASSA_PKCS1 -> new RSADigestSigner(digest(algorithm.digest().orElseThrow()));
            case RSASSA_PSS ->
                new PSSSigner(new RSABlindedEngine(), digest(algorithm.digest().orElseThrow()), saltBytes);
            case ECDSA, HMAC -> throw new IllegalArgumentException(algorithm + " has no Signer");
        };
    }

    private static Digest digest(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA256 -> new SHA256Digest();
            case SHA384 -> new SHA384Digest();
            case SHA512 -> new SHA512Digest();
        };
    }

    private static int saltBytes(SignatureAlgorithm algorithm) {
        return algorithm.digest().map(DigestAlgorithm::lengthBytes).orElse(0);
    }

    /** r and s as the port wants them. */
    static byte[] joined(int coordinateBytes, BigInteger r, BigInteger s) {
        byte[] joined = new byte[2 * coordinateBytes];
        System.arraycopy(BigIntegers.asUnsignedByteArray(coordinateBytes, r), 0, joined, 0, coordinateBytes);
        System.arraycopy(
                BigIntegers.asUnsignedByteArray(coordinateBytes, s), 0, joined, coordinateBytes, coordinateBytes);
        return joined;
    }

    static int coordinateBytes(SignatureAlgorithm algorithm) {
        return curve(algorithm).coordinateBytes();
    }

    static Curve curve(SignatureAlgorithm algorithm) {
        return ((KeySpec.Ec) algorithm.defaultKeySpec()).curve();
    }
}
