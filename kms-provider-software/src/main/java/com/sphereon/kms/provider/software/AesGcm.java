package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SealedText;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES in Galois/Counter Mode (RFC 7518 section 5.3). The nonce is random: after 2^32 encryptions the chance that one key has
 * used the same twice reaches 2^-32 (SP 800-38D section 8.3).
 */
final class AesGcm implements ContentCipher {
    static final int IV_BYTES = 12;
    static final int TAG_BYTES = 16;

    private final Provider provider;
    private final SecureRandom random = new SecureRandom();

    AesGcm(Providers providers) {
        this.provider = providers.of("Cipher", "AES");
    }

    @Override
    public SealedText seal(WipeableKey key, byte[] plaintext, byte[] associated) throws GeneralSecurityException {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] both = cipher(Cipher.ENCRYPT_MODE, key, iv, associated).doFinal(plaintext);
        int end = both.length - TAG_BYTES;
        return new SealedText(Arrays.copyOf(both, end), iv, Arrays.copyOfRange(both, end, both.length));
    }

    @Override
    public byte[] open(WipeableKey key, SealedText sealed, byte[] associated) throws GeneralSecurityException {
        // A shorter tag would be easier to guess, and to the JCA it would be part of the ciphertext.
        if (sealed.iv().length != IV_BYTES || sealed.tag().length != TAG_BYTES) {
            throw new AEADBadTagException("length of iv or tag");
        }
        byte[] both = Arrays.copyOf(sealed.ciphertext(), sealed.ciphertext().length + TAG_BYTES);
        System.arraycopy(sealed.tag(), 0, both, sealed.ciphertext().length, TAG_BYTES);
        return cipher(Cipher.DECRYPT_MODE, key, sealed.iv(), associated).doFinal(both);
    }

    private Cipher cipher(int mode, WipeableKey key, byte[] iv, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        WipeableKey aes = key.part("AES", 0, key.length());
        try {
            cipher.init(mode, aes, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        } finally {
            aes.destroy();
        }
        cipher.updateAAD(associated);
        return cipher;
    }
}
