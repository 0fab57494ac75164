package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.ContentEncryptionAlgorithm;
import com.sphereon.kms.core.model.SealedText;
import com.sphereon.kms.core.model.SignatureAlgorithm;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES in CBC mode, then HMAC (RFC 7518 section 5.2). Nothing is decrypted before the tag was found right, so padding tells
 * nobody anything (Vaudenay 2002).
 */
final class AesCbcHmac implements ContentCipher {
    private final ContentEncryptionAlgorithm algorithm;
    private final SignatureAlgorithm hmac;
    private final CryptoEngines engines;
    private final Provider provider;
    private final SecureRandom random = new SecureRandom();

    AesCbcHmac(ContentEncryptionAlgorithm algorithm, SignatureAlgorithm hmac, CryptoEngines engines) {
        this.algorithm = algorithm;
        this.hmac = hmac;
        this.engines = engines;
        this.provider = engines.providers().of("Cipher", "AES");
    }

    @Override
    public SealedText seal(WipeableKey key, byte[] plaintext, byte[] associated) throws GeneralSecurityException {
        byte[] iv = new byte[algorithm.ivBytes()];
        random.nextBytes(iv);
        byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plaintext);
        return new SealedText(ciphertext, iv, tag(key, iv, ciphertext, associated));
    }

    @Override
    public byte[] open(WipeableKey key, SealedText sealed, byte[] associated) throws GeneralSecurityException {
        byte[] tag = tag(key, sealed.iv(), sealed.ciphertext(), associated);
        if (sealed.iv().length != algorithm.ivBytes() || !MessageDigest.isEqual(tag, sealed.tag())) {
            throw new AEADBadTagException("iv or tag");
        }
        return cipher(Cipher.DECRYPT_MODE, key, sealed.iv()).doFinal(sealed.ciphertext());
    }

    /** Section 5.2.2.1, steps 4 and 5; the first half of the key authenticates. */
    private byte[] tag(WipeableKey key, byte[] iv, byte[] ciphertext, byte[] associated)
            throws GeneralSecurityException {
        WipeableKey macKey = key.part("HMAC", 0, key.length() / 2);
        try {
            Mac mac = engines.mac(hmac, macKey);
            mac.update(associated);
            mac.update(iv);
            mac.update(ciphertext);
            mac.update(ByteBuffer.allocate(Long.BYTES)
                    .putLong((long) associated.length * Byte.SIZE)
                    .flip());
            return Arrays.copyOf(mac.doFinal(), algorithm.tagBytes());
        } finally {
            macKey.destroy();
        }
    }

    /** The second half of the key encrypts. */
    private Cipher cipher(int mode, WipeableKey key, byte[] iv) throws GeneralSecurityException {
        // The JCA calls the padding of PKCS #7 by the name of PKCS #5.
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", provider);
        WipeableKey aes = key.part("AES", key.length() / 2, key.length());
        try {
            cipher.init(mode, aes, new IvParameterSpec(iv));
        } finally {
            aes.destroy();
        }
        return cipher;
    }
}
