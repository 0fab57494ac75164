package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SecretBytes;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A symmetric key for the JCA that can be wiped, which the JDK's own cannot. Whoever reads the encoding wipes that copy;
 * the JCA's algorithms mostly do.
 */
final class WipeableKey implements SecretKey {
    private final String algorithm;
    private final transient SecretBytes bytes;
    private volatile boolean destroyed;

    /** Takes its own copy. */
    WipeableKey(String algorithm, SecretBytes bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes.expose(SecretBytes::copyOf);
    }

    /** Takes its own copy. */
    static WipeableKey of(String algorithm, byte[] octets) {
        try (SecretBytes secret = SecretBytes.copyOf(octets)) {
            return new WipeableKey(algorithm, secret);
        }
    }

    /** A part of this key for another algorithm, which the caller destroys. */
    WipeableKey part(String otherAlgorithm, int from, int to) {
        return bytes.expose(all -> {
            byte[] octets = Arrays.copyOfRange(all, from, to);
            try {
                return of(otherAlgorithm, octets);
            } finally {
                Arrays.fill(octets, (byte) 0);
            }
        });
    }

    /** Number of octets. */
    int length() {
        return bytes.length();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        return bytes.expose(byte[]::clone);
    }

    @Override
    public void destroy() {
        bytes.close();
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "WipeableKey[" + algorithm + "]";
    }
}
