package com.sphereon.kms.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What becomes of a shared secret: itself, or a key that is derived from it with the Concat KDF over SHA-256, as JWE does (RFC
 * 7518 section 4.6.2, SP 800-56A revision 3 section 5.8.2.1).
 *
 * @param algorithm ECDH-ES agrees upon a content encryption key, or upon the secret itself; the others upon a wrapping key
 * @param keyBits size of the derived key; without it the secret itself is meant
 * @param algorithmId names what the key is for
 * @param partyU about who sends, the header {@code apu}
 * @param partyV about who receives, the header {@code apv}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeyDerivation(
        KeyAgreementAlgorithm algorithm, Optional<Integer> keyBits, String algorithmId, byte[] partyU, byte[] partyV) {
    private static final byte[] NOTHING = {};

    /**
     * @throws InvalidRequestException when the size is not one of a symmetric key, or parties have no part in the result
     * @throws IllegalArgumentException when the size is not the one the algorithm says
     */
    public KeyDerivation {
        if (algorithm.wrappingKeyBits().isPresent()
                && !algorithm.wrappingKeyBits().equals(keyBits)) {
            throw new IllegalArgumentException(algorithm + " says how long its key is");
        }
        if (keyBits.isEmpty() && (partyU.length > 0 || partyV.length > 0)) {
            throw new InvalidRequestException("apu and apv go into derived keys only; keyDataLen or enc is needed");
        }
        keyBits.ifPresent(KeyDerivation::requireSize);
    }

    /** The shared secret itself. */
    public static KeyDerivation none() {
        return new KeyDerivation(KeyAgreementAlgorithm.ECDH_ES, Optional.empty(), "", NOTHING, NOTHING);
    }

    /**
     * What a caller asks for.
     *
     * @param keyBits size of the key; needed only where nothing else tells it
     * @param content what the key is to encrypt; counts with ECDH-ES only
     * @throws InvalidRequestException when the size contradicts what the key is for
     */
    public static KeyDerivation of(
            KeyAgreementAlgorithm algorithm,
            Optional<Integer> keyBits,
            Optional<ContentEncryptionAlgorithm> content,
            byte[] partyU,
            byte[] partyV) {
        Optional<Integer> implied =
                algorithm.wrappingKeyBits().or(() -> content.map(ContentEncryptionAlgorithm::keySizeBits));
        if (keyBits.isPresent() && implied.isPresent() && !keyBits.equals(implied)) {
            throw new InvalidRequestException(
                    "keyDataLen is %d; the key that is asked for has %d bits".formatted(keyBits.get(), implied.get()));
        }
        String id = algorithm.wrappingKeyBits().isPresent()
                ? algorithm.joseName()
                : content.map(Algorithm::joseName).orElse("");
        return new KeyDerivation(algorithm, implied.or(() -> keyBits), id, partyU, partyV);
    }

    private static void requireSize(int bits) {
        if (bits < KeySpec.Oct.MIN_SIZE_BITS || bits > KeySpec.Oct.MAX_SIZE_BITS || bits % Byte.SIZE != 0) {
            throw new InvalidRequestException("keyDataLen is %d; allowed are whole bytes from %d to %d bits"
                    .formatted(bits, KeySpec.Oct.MIN_SIZE_BITS, KeySpec.Oct.MAX_SIZE_BITS));
        }
    }

    /** What becomes of the secret, which stays the caller's to close. So does the result. */
    public SecretBytes apply(SecretBytes secret) {
        return keyBits.map(bits -> derived(secret, bits)).orElseGet(() -> secret.expose(SecretBytes::copyOf));
    }

    private SecretBytes derived(SecretBytes secret, int bits) {
        byte[] key = secret.expose(z -> concatKdf(z, bits));
        try {
            return SecretBytes.copyOf(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] concatKdf(byte[] z, int bits) {
        MessageDigest sha256 = sha256();
        byte[] otherInfo = otherInfo(bits);
        byte[] key = new byte[bits / Byte.SIZE];
        for (int round = 0; round * sha256.getDigestLength() < key.length; round++) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(round + 1).flip());
            sha256.update(z);
            byte[] part = sha256.digest(otherInfo);
            int start = round * part.length;
            System.arraycopy(part, 0, key, start, Math.min(part.length, key.length - start));
            Arrays.fill(part, (byte) 0);
        }
        return key;
    }

    private byte[] otherInfo(int bits) {
        byte[] id = algorithmId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 * Integer.BYTES + id.length + partyU.length + partyV.length)
                .putInt(id.length)
                .put(id)
                .putInt(partyU.length)
                .put(partyU)
                .putInt(partyV.length)
                .put(partyV)
                .putInt(bits)
                .array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
