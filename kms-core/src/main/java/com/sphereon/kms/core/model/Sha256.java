package com.sphereon.kms.core.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 digest (FIPS 180-4): {@value #BYTES} octets. Immutable. */
public final class Sha256 {
    /** Its length, in octets. */
    public static final int BYTES = 32;

    /** To be cloned, which is several times faster than having one looked for. */
    private static final MessageDigest UNUSED = found();

    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final byte[] value;

    private Sha256(byte[] value) {
        this.value = value;
    }

    /** The digest of all parts, one after the other. */
    public static Sha256 of(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Sha256(digest.digest());
    }

    /**
     * A digest that was computed before.
     *
     * @throws IllegalArgumentException when it has another length
     */
    public static Sha256 fromBytes(byte[] value) {
        return fromBytes(value, 0, value.length);
    }

    /**
     * A digest among other octets.
     *
     * @throws IllegalArgumentException when the length is not {@value #BYTES}
     */
    public static Sha256 fromBytes(byte[] octets, int offset, int length) {
        if (length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 octets, not " + length);
        }
        return new Sha256(Arrays.copyOfRange(octets, offset, offset + length));
    }

    private static MessageDigest newDigest() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the digests of the JDK can be cloned", e);
        }
    }

    private static MessageDigest found() {
        try {
            return MessageDigest.getInstance(DigestAlgorithm.SHA256.jcaName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A copy of its octets. */
    public byte[] bytes() {
        return value.clone();
    }

    /** In base64url without padding (RFC 4648 section 5). */
    public String base64Url() {
        return BASE64_URL.encodeToString(value);
    }

    /** In base64 with padding (RFC 4648 section 4). */
    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return base64Url();
    }
}
