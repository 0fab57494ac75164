package com.sphereon.kms.core.model;

/** Encryption of keys with keys (RFC 7518 section 4). */
public enum KeyWrapAlgorithm implements Algorithm {
    RSA1_5(Scheme.RSA_PKCS1, "RSA1_5", 0, 11),
    RSA_OAEP(Scheme.RSA_OAEP, "RSA-OAEP", 0, 2 * 20 + 2),
    RSA_OAEP_256(Scheme.RSA_OAEP, "RSA-OAEP-256", 0, 2 * 32 + 2),
    RSA_OAEP_384(Scheme.RSA_OAEP, "RSA-OAEP-384", 0, 2 * 48 + 2),
    RSA_OAEP_512(Scheme.RSA_OAEP, "RSA-OAEP-512", 0, 2 * 64 + 2),
    A128KW(Scheme.AES_KW, "A128KW", 128, 0),
    A192KW(Scheme.AES_KW, "A192KW", 192, 0),
    A256KW(Scheme.AES_KW, "A256KW", 256, 0),
    A128GCMKW(Scheme.AES_GCM, "A128GCMKW", 128, 0),
    A192GCMKW(Scheme.AES_GCM, "A192GCMKW", 192, 0),
    A256GCMKW(Scheme.AES_GCM, "A256GCMKW", 256, 0),
    DIR(Scheme.DIRECT, "dir", 0, 0);

    /** How keys are encrypted. */
    public enum Scheme {
        /** RFC 8017 section 7.2. A decryptor of it is an oracle for Bleichenbacher's attack. */
        RSA_PKCS1,
        /** RFC 8017 section 7.1, with MGF1 over the same digest and an empty label. */
        RSA_OAEP,
        /** RFC 3394. */
        AES_KW,
        /** AES in Galois/Counter Mode; the wrapped key is nonce (12 bytes), ciphertext and tag (16 bytes) in this order. */
        AES_GCM,
        /** The key is the content encryption key itself: there is nothing to wrap. */
        DIRECT
    }

    /** RFC 3394 section 2: whole blocks, at least two. */
    private static final int KW_BLOCK_BYTES = 8;

    private static final int KW_MIN_BYTES = 16;

    private final Scheme scheme;
    private final String joseName;
    private final int keySizeBits;
    private final int paddingBytes;

    /**
     * @param keySizeBits of a symmetric wrapping key
     * @param paddingBytes what RSA needs besides the wrapped key, at least (RFC 8017 sections 7.1.1 and 7.2.1, step 1)
     */
    KeyWrapAlgorithm(Scheme scheme, String joseName, int keySizeBits, int paddingBytes) {
        this.scheme = scheme;
        this.joseName = joseName;
        this.keySizeBits = keySizeBits;
        this.paddingBytes = paddingBytes;
    }

    /** How keys are encrypted. */
    public Scheme scheme() {
        return scheme;
    }

    @Override
    public String joseName() {
        return joseName;
    }

    @Override
    public boolean fits(KeySpec spec) {
        return switch (scheme) {
            case RSA_PKCS1, RSA_OAEP -> spec instanceof KeySpec.Rsa;
            case AES_KW, AES_GCM -> spec instanceof KeySpec.Oct oct && oct.sizeBits() == keySizeBits;
            case DIRECT -> spec instanceof KeySpec.Oct;
        };
    }

    /**
     * @param spec the kind of the wrapping key, which the algorithm fits
     * @param lengthBytes of the key to wrap
     * @throws InvalidRequestException when a key of that length cannot be wrapped
     */
    public void requireWrappable(KeySpec spec, int lengthBytes) {
        if (scheme == Scheme.AES_KW) {
            require(
                    lengthBytes >= KW_MIN_BYTES && lengthBytes % KW_BLOCK_BYTES == 0,
                    lengthBytes,
                    "multiples of %d bytes from %d".formatted(KW_BLOCK_BYTES, KW_MIN_BYTES));
        } else if (spec instanceof KeySpec.Rsa rsa) {
            int max = rsa.sizeBits() / Byte.SIZE - paddingBytes;
            require(lengthBytes >= 1 && lengthBytes <= max, lengthBytes, "1 to %d bytes".formatted(max));
        } else {
            require(lengthBytes >= 1, lengthBytes, "1 byte and more");
        }
    }

    private void require(boolean wrappable, int lengthBytes, String allowed) {
        if (!wrappable) {
            throw new InvalidRequestException(
                    "keyToWrap has %d bytes; with this key %s wraps %s".formatted(lengthBytes, this, allowed));
        }
    }
}
