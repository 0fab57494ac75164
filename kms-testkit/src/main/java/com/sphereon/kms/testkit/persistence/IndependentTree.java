package com.sphereon.kms.testkit.persistence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** A Merkle tree as RFC 6962 section 2.1 defines it: by its leaves, without remembering anything. */
public final class IndependentTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private IndependentTree() {}

    /** The hash of a tree with these leaves, given by their octets. */
    public static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return sha256();
        }
        if (leaves.size() == 1) {
            return sha256(LEAF, leaves.getFirst());
        }
        int left = 1;
        while (left * 2 < leaves.size()) {
            left *= 2;
        }
        return sha256(NODE, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
