package com.sphereon.kms.core.model;

/**
 * Authenticated encryption with a symmetric key (RFC 7518 section 5). A key has exactly the size its algorithm says: for
 * AES_CBC_HMAC_SHA2 one half authenticates and the other encrypts.
 */
public enum ContentEncryptionAlgorithm implements Algorithm {
    A128GCM(Mode.GCM, "A128GCM", 128),
    A192GCM(Mode.GCM, "A192GCM", 192),
    A256GCM(Mode.GCM, "A256GCM", 256),
    A128CBC_HS256(Mode.CBC_HMAC, "A128CBC-HS256", 256),
    A192CBC_HS384(Mode.CBC_HMAC, "A192CBC-HS384", 384),
    A256CBC_HS512(Mode.CBC_HMAC, "A256CBC-HS512", 512);

    /** How content is encrypted. */
    public enum Mode {
        /** AES in Galois/Counter Mode (RFC 7518 section 5.3, SP 800-38D): a nonce of 96 bits, a tag of 128. */
        GCM,
        /** AES in CBC mode with PKCS #7 padding, then HMAC (RFC 7518 section 5.2): a tag of half the key's size. */
        CBC_HMAC
    }

    private static final int GCM_IV_BYTES = 12;
    private static final int GCM_TAG_BYTES = 16;
    private static final int CBC_IV_BYTES = 16;

    private final Mode mode;
    private final String joseName;
    private final int keySizeBits;

    ContentEncryptionAlgorithm(Mode mode, String joseName, int keySizeBits) {
        this.mode = mode;
        this.joseName = joseName;
        this.keySizeBits = keySizeBits;
    }

    /** How content is encrypted. */
    public Mode mode() {
        return mode;
    }

    @Override
    public String joseName() {
        return joseName;
    }

    /** Size of a key, in bits. */
    public int keySizeBits() {
        return keySizeBits;
    }

    /** Length of an initialization vector, in bytes. */
    public int ivBytes() {
        return mode == Mode.GCM ? GCM_IV_BYTES : CBC_IV_BYTES;
    }

    /** Length of an authentication tag, in bytes. */
    public int tagBytes() {
        return mode == Mode.GCM ? GCM_TAG_BYTES : keySizeBits / Byte.SIZE / 2;
    }

    @Override
    public boolean fits(KeySpec spec) {
        return spec instanceof KeySpec.Oct oct && oct.sizeBits() == keySizeBits;
    }
}
