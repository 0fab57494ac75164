package com.sphereon.kms.provider.software;

import com.sphereon.kms.core.model.SecretBytes;
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
