package com.sphereon.kms.core.model;

/** Message digests (FIPS 180-4). */
public enum DigestAlgorithm {
    SHA256("SHA-256", 32),
    SHA384("SHA-384", 48),
    SHA512("SHA-512", 64);

    private final String jcaName;
    private final int lengthBytes;

    DigestAlgorithm(String jcaName, int lengthBytes) {
        this.jcaName = jcaName;
        this.lengthBytes = lengthBytes;
    }

    /** The name the Java Cryptography Architecture knows it by. */
    public String jcaName() {
        return jcaName;
    }

    /** Length of a digest, in bytes. */
    public int lengthBytes() {
        return lengthBytes;
    }
}
