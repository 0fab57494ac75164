package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.KeyWrapAlgorithm;
import com.sphereon.kms.core.model.PublicKeyMaterial;
import com.sphereon.kms.core.model.SealedText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Wraps keys with RSA-OAEP (RFC 8017 section 7.1), AES-KW (RFC 3394) and AES-GCM. Safe for use by many threads. */
final class KeyWraps {
    private static final byte[] NOTHING = {};
    private static final int KW_BLOCK_BYTES = 8;
    private static final int KW_MIN_BYTES = 3 * KW_BLOCK_BYTES;

    private final JcaKeys jcaKeys;
    private final Provider rsa;
    private final Provider aesWrap;
    private final AesGcm gcm;

    KeyWraps(Providers providers, AesGcm gcm) {
        this.jcaKeys = new JcaKeys(providers);
        this.rsa = providers.of("Cipher", "RSA");
        this.aesWrap = providers.of("Cipher", "AESWrap");
        this.gcm = gcm;
    }

    byte[] wrapOaep(PublicKeyMaterial.Rsa key, KeyWrapAlgorithm algorithm, byte[] keyToWrap)
            throws GeneralSecurityException {
        Key publicKey = JcaKeys.translated(jcaKeys.publicKey(key), rsa);
        return oaep(Cipher.ENCRYPT_MODE, publicKey, algorithm).doFinal(keyToWrap);
    }

    /** @throws GeneralSecurityException when it does not decrypt, whatever the reason */
    byte[] unwrapOaep(AsymmetricKey key, PublicKeyMaterial.Rsa publicKey, KeyWrapAlgorithm algorithm, byte[] wrapped)
            throws GeneralSecurityException {
        // Section 7.1.2, steps 1b and 2b: what was given, so nothing of the key, decides.
        BigInteger modulus = publicKey.modulus();
        if (wrapped.length != modulus.bitLength() / Byte.SIZE || new BigInteger(1, wrapped).compareTo(modulus) >= 0) {
            throw new BadPaddingException("out of range");
        }
        return oaep(Cipher.DECRYPT_MODE, key.at(rsa), algorithm).doFinal(wrapped);
    }

    byte[] wrapKw(WipeableKey key, byte[] keyToWrap) throws GeneralSecurityException {
        WipeableKey content = WipeableKey.of("AES", keyToWrap);
        try {
            return kw(Cipher.WRAP_MODE, key).wrap(content);
        } finally {
            content.destroy();
        }
    }

    /** @throws GeneralSecurityException when it does not decrypt, whatever the reason */
    byte[] unwrapKw(WipeableKey key, byte[] wrapped) throws GeneralSecurityException {
        if (wrapped.length < KW_MIN_BYTES || wrapped.length % KW_BLOCK_BYTES != 0) {
            throw new InvalidKeyException("length");
        }
        return kw(Cipher.UNWRAP_MODE, key)
                .unwrap(wrapped, "AES", Cipher.SECRET_KEY)
                .getEncoded();
    }

    byte[] wrapGcm(WipeableKey key, byte[] keyToWrap) throws GeneralSecurityException {
        SealedText sealed = gcm.seal(key, keyToWrap, NOTHING);
        return ByteBuffer.allocate(AesGcm.IV_BYTES + sealed.ciphertext().length + AesGcm.TAG_BYTES)
                .put(sealed.iv())
                .put(sealed.ciphertext())
                .put(sealed.tag())
                .array();
    }

    /** @throws GeneralSecurityException when it does not decrypt, whatever the reason */
    byte[] unwrapGcm(WipeableKey key, byte[] wrapped) throws GeneralSecurityException {
        int tagStart = wrapped.length - AesGcm.TAG_BYTES;
        if (tagStart <= AesGcm.IV_BYTES) {
            throw new InvalidKeyException("length");
        }
        SealedText sealed = new SealedText(
                Arrays.copyOfRange(wrapped, AesGcm.IV_BYTES, tagStart),
                Arrays.copyOf(wrapped, AesGcm.IV_BYTES),
                Arrays.copyOfRange(wrapped, tagStart, wrapped.length));
        return gcm.open(key, sealed, NOTHING);
    }

    private Cipher oaep(int mode, Key key, KeyWrapAlgorithm algorithm) throws GeneralSecurityException {
        String digest = switch (algorithm) {
            case RSA_OAEP -> "SHA-1";
            case RSA_OAEP_256 -> "SHA-256";
            case RSA_OAEP_384 -> "SHA-384";
            case RSA_OAEP_512 -> "SHA-512";
            case RSA1_5, A128KW, A192KW, A256KW, A128GCMKW, A192GCMKW, A256GCMKW, DIR ->
                throw new IllegalArgumentException(algorithm + " is not RSA-OAEP");
        };
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", rsa);
        cipher.init(
                mode,
                key,
                new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT));
        return cipher;
    }

    private Cipher kw(int mode, WipeableKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AESWrap", aesWrap);
        WipeableKey aes = key.part("AES", 0, key.length());
        try {
            cipher.init(mode, aes);
        } finally {
            aes.destroy();
        }
        return cipher;
    }
}
