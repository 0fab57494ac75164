package com.sphereon.kms.testkit.provider;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.ContentEncryptionAlgorithm.Mode;
import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PrivateKeyMaterial;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.util.BigIntegers;

/**
 * Encrypts, wraps and agrees as the port's algorithms are defined, with Bouncy Castle's own classes; on X25519 and X448 with the
 * JDK's, because Bouncy Castle may be what computes those under test.
 */
public final class IndependentCiphers {
    private static final int GCM_IV_BYTES = 12;
    private static final int GCM_TAG_BYTES = 16;

    private IndependentCiphers() {}

    /** Encrypts content with a symmetric key. */
    public static SealedText encrypt(
            PrivateKeyMaterial key,
            ContentEncryptionAlgorithm algorithm,
            byte[] iv,
            byte[] plaintext,
            byte[] associated) {
        byte[] k = octets(key);
        if (algorithm.mode() == Mode.GCM) {
            byte[] both = gcm(true, k, iv, plaintext, associated);
            return new SealedText(head(both, both.length - GCM_TAG_BYTES), iv, tail(both, GCM_TAG_BYTES));
        }
        byte[] ciphertext = cbc(true, tail(k, k.length / 2), iv, plaintext);
        return new SealedText(ciphertext, iv, tag(algorithm, k, iv, ciphertext, associated));
    }

    /** Decrypts content; fails with {@link IllegalStateException} when it does not decrypt. */
    public static byte[] decrypt(
            PrivateKeyMaterial key, ContentEncryptionAlgorithm algorithm, SealedText sealed, byte[] associated) {
        byte[] k = octets(key);
        if (algorithm.mode() == Mode.GCM) {
            return gcm(false, k, sealed.iv(), joined(sealed.ciphertext(), sealed.tag()), associated);
        }
        if (!Arrays.equals(sealed.tag(), tag(algorithm, k, sealed.iv(), sealed.ciphertext(), associated))) {
            throw new IllegalStateException("wrong tag");
        }
        return cbc(false, tail(k, k.length / 2), sealed.iv(), sealed.ciphertext());
    }

    /** Wraps a key; for RSA only the public half of the wrapping key is used. */
    public static byte[] wrap(PrivateKeyMaterial key, KeyWrapAlgorithm algorithm, byte[] iv, byte[] keyToWrap) {
        return switch (algorithm.scheme()) {
            case RSA_OAEP ->
                oaep(true, algorithm, BouncyCastleKeys.of(key.publicKey().orElseThrow()), keyToWrap);
            case AES_KW -> {
                RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
                engine.init(true, new KeyParameter(octets(key)));
                yield engine.wrap(keyToWrap, 0, keyToWrap.length);
            }
            case AES_GCM -> joined(iv, gcm(true, octets(key), iv, keyToWrap, new byte[0]));
            case RSA_PKCS1, DIRECT -> throw new IllegalArgumentException(algorithm + " is not offered by anybody");
        };
    }

    /** Unwraps a key; fails with {@link IllegalStateException} when it does not decrypt. */
    public static byte[] unwrap(PrivateKeyMaterial key, KeyWrapAlgorithm algorithm, byte[] wrapped) {
        return switch (algorithm.scheme()) {
            case RSA_OAEP -> oaep(false, algorithm, BouncyCastleKeys.of(key), wrapped);
            case AES_KW -> {
                RFC3394WrapEngine engine = new RFC3394WrapEngine(AESEngine.newInstance());
                engine.init(false, new KeyParameter(octets(key)));
                yield checked(() -> engine.unwrap(wrapped, 0, wrapped.length));
            }
            case AES_GCM -> {
                byte[] sealed = tail(wrapped, wrapped.length - GCM_IV_BYTES);
                yield gcm(false, octets(key), head(wrapped, GCM_IV_BYTES), sealed, new byte[0]);
            }
            case RSA_PKCS1, DIRECT -> throw new IllegalArgumentException(algorithm + " is not offered by anybody");
        };
    }

    /** The secret two keys on one curve share. */
    public static byte[] agree(PrivateKeyMaterial key, PublicKeyMaterial peer) {
        if (key instanceof PrivateKeyMaterial.Okp okp && peer instanceof PublicKeyMaterial.Okp other) {
            return montgomery(okp, other);
        }
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(BouncyCastleKeys.of(key));
        return BigIntegers.asUnsignedByteArray(
                agreement.getFieldSize(), agreement.calculateAgreement(BouncyCastleKeys.of(peer)));
    }

    private static byte[] montgomery(PrivateKeyMaterial.Okp key, PublicKeyMaterial.Okp peer) {
        Curve curve = key.encoded().curve();
        NamedParameterSpec parameters = new NamedParameterSpec(curve.jcaName());
        try {
            KeyFactory factory = KeyFactory.getInstance(curve.jcaName());
            KeyAgreement agreement = KeyAgreement.getInstance(curve.jcaName());
            agreement.init(factory.generatePrivate(
                    new XECPrivateKeySpec(parameters, key.d().expose(byte[]::clone))));
            agreement.doPhase(factory.generatePublic(new XECPublicKeySpec(parameters, littleEndian(peer.x()))), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger littleEndian(byte[] octets) {
        return new BigInteger(1, org.bouncycastle.util.Arrays.reverse(octets));
    }

    private static byte[] gcm(boolean encrypting, byte[] key, byte[] iv, byte[] input, byte[] associated) {
        var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(encrypting, new AEADParameters(new KeyParameter(key), GCM_TAG_BYTES * Byte.SIZE, iv, associated));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int written = cipher.processBytes(input, 0, input.length, output, 0);
        checked(() -> {
            cipher.doFinal(output, written);
            return output;
        });
        return output;
    }

    private static byte[] cbc(boolean encrypting, byte[] key, byte[] iv, byte[] input) {
        var cipher =
                new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()), new PKCS7Padding());
        cipher.init(encrypting, new ParametersWithIV(new KeyParameter(key), iv));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int written = cipher.processBytes(input, 0, input.length, output, 0);
        return checked(() -> head(output, written + cipher.doFinal(output, written)));
    }

    /** RFC 7518 section 5.2.2.1. */
    private static byte[] tag(
            ContentEncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] ciphertext, byte[] associated) {
        HMac mac = new HMac(digest(algorithm.tagBytes() * 2));
        mac.init(new KeyParameter(head(key, key.length / 2)));
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .putLong((long) associated.length * Byte.SIZE)
                .array();
        for (byte[] part : new byte[][] {associated, iv, ciphertext, length}) {
            mac.update(part, 0, part.length);
        }
        byte[] full = new byte[mac.getMacSize()];
        mac.doFinal(full, 0);
        return head(full, algorithm.tagBytes());
    }

    private static byte[] oaep(boolean wrapping, KeyWrapAlgorithm algorithm, CipherParameters key, byte[] input) {
        Digest digest = switch (algorithm) {
            case RSA_OAEP -> new SHA1Digest();
            case RSA_OAEP_256 -> new SHA256Digest();
            case RSA_OAEP_384 -> new SHA384Digest();
            case RSA_OAEP_512 -> new SHA512Digest();
            default -> throw new IllegalArgumentException(algorithm + " is not OAEP");
        };
        OAEPEncoding encoding = new OAEPEncoding(new RSABlindedEngine(), digest);
        encoding.init(wrapping, key);
        return checked(() -> encoding.processBlock(input, 0, input.length));
    }

    private static Digest digest(int lengthBytes) {
        return switch (lengthBytes) {
            case 32 -> new SHA256Digest();
            case 48 -> new SHA384Digest();
            default -> new SHA512Digest();
        };
    }

    private interface Computation {
        byte[] run() throws InvalidCipherTextException;
    }

    private static byte[] checked(Computation computation) {
        try {
            return computation.run();
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] octets(PrivateKeyMaterial key) {
        return ((PrivateKeyMaterial.Oct) key).k().expose(byte[]::clone);
    }

    private static byte[] head(byte[] all, int length) {
        return Arrays.copyOf(all, length);
    }

    private static byte[] tail(byte[] all, int length) {
        return Arrays.copyOfRange(all, all.length - length, all.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return org.bouncycastle.util.Arrays.concatenate(first, second);
    }
}
