package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;

/** The hashes of a Merkle tree (RFC 6962 section 2.1): prefixes keep leaves and inner nodes apart. */
public final class MerkleTree {
    /** The root of a tree without leaves. */
    public static final Sha256 EMPTY_ROOT = Sha256.of();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    /** The hash of a leaf. */
    public static Sha256 leafHash(byte[] leaf) {
        return Sha256.of(LEAF, leaf);
    }

    /** The hash of an inner node. */
    public static Sha256 nodeHash(Sha256 left, Sha256 right) {
        return Sha256.of(NODE, left.bytes(), right.bytes());
    }

    /** The largest power of two smaller than {@code size}, which is at least 2: where a tree of that size divides. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
