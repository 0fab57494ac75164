package com.sphereon.kms.core.model;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret octets: the only type in which private and symmetric key material travels.
 *
 * <p>Copied on the way in, exposed only for the length of a call, wiped by {@link #close()}. Prints and hashes as
 * nothing, and compares in constant time. Safe to share between threads; after {@link #close()} every use fails.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean destroyed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy; the caller wipes its own array. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** Number of octets. */
    public int length() {
        return bytes.length;
    }

    /**
     * Lends a copy of the octets to {@code reader} and wipes it afterwards. The reader must not keep the array.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public <T> T expose(Function<byte[], T> reader) {
        byte[] copy = copy();
        try {
            return reader.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    private synchronized byte[] copy() {
        if (destroyed) {
            throw new IllegalStateException("secret used after it was destroyed");
        }
        return bytes.clone();
    }

    /** Wipes the octets. May be repeated. */
    @Override
    public synchronized void close() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that
                && expose(own -> that.expose(others -> MessageDigest.isEqual(own, others)));
    }

    /** The same for all secrets, so that it tells nothing about them. */
    @Override
    public int hashCode() {
        return SecretBytes.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretBytes[hidden]";
    }
}
