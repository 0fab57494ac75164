package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SecretBytes;
import com.sphereon.kms.core.spi.InvalidSettingException;
import com.sphereon.kms.core.spi.SecretReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key that key files are encrypted with.
 *
 * @param id tells master keys apart; says nothing about the key to anyone who cannot guess 256 bits
 * @param key for AES key wrap
 */
record MasterKey(String id, WipeableKey key) implements AutoCloseable {
    static final int LENGTH_BYTES = 32;

    private static final byte[] ID_LABEL =
            "com.sphereon.kms software master key id\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 12;

    /**
     * Reads the Base64 or base64url text a reference points at.
     *
     * @param setting for messages
     * @throws InvalidSettingException when it is not the text of exactly {@value #LENGTH_BYTES} bytes
     */
    static MasterKey read(String setting, SecretReference reference) {
        try (SecretBytes text = reference.read()) {
            return text.expose(characters -> decode(setting, characters));
        }
    }

    private static MasterKey decode(String setting, byte[] characters) {
        for (int i = 0; i < characters.length; i++) {
            characters[i] = switch (characters[i]) {
                case '-' -> '+';
                case '_' -> '/';
                default -> characters[i];
            };
        }
        byte[] octets = {};
        try {
            octets = Base64.getDecoder().decode(characters);
            if (octets.length == LENGTH_BYTES) {
                return of(octets);
            }
        } catch (IllegalArgumentException e) {
            // its text would repeat a character of the secret; the message below says what is wrong
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
        throw new InvalidSettingException(
                setting, "must point at the Base64 text of exactly %d bytes".formatted(LENGTH_BYTES));
    }

    /** Takes a copy; the caller wipes its own array. */
    static MasterKey of(byte[] octets) {
        try (SecretBytes secret = SecretBytes.copyOf(octets)) {
            return new MasterKey(id(octets), new WipeableKey("AES", secret));
        }
    }

    private static String id(byte[] octets) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ID_LABEL);
            byte[] hash = digest.digest(octets);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        key.destroy();
    }
}
