package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * All that must be known of a tree to append to it: its size, and the hashes of the complete subtrees it consists of, one for
 * each bit of the size, the largest first. Grows; not safe for use by several threads.
 */
public final class Frontier {
    private final Deque<Sha256> subtrees = new ArrayDeque<>();
    private long size;

    /** Is told of each subtree that became complete. */
    public interface Completed {

        /**
         * @param level 0 for a leaf; the subtree has 2^level leaves
         * @param index among the subtrees of its level, from 0
         */
        void subtree(int level, long index, Sha256 hash);
    }

    private Frontier(long size) {
        this.size = size;
    }

    /** Of a tree without leaves. */
    public static Frontier empty() {
        return new Frontier(0);
    }

    /**
     * What {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException when the octets are not for a tree of that size
     */
    public static Frontier of(long size, byte[] hashes) {
        if (size < 0 || hashes.length != Long.bitCount(size) * Sha256.BYTES) {
            throw new IllegalArgumentException(
                    "%d octets cannot be the frontier of a tree with %d leaves".formatted(hashes.length, size));
        }
        Frontier frontier = new Frontier(size);
        for (int at = 0; at < hashes.length; at += Sha256.BYTES) {
            frontier.subtrees.addLast(Sha256.fromBytes(hashes, at, Sha256.BYTES));
        }
        return frontier;
    }

    /** One that grows by itself. */
    Frontier copy() {
        Frontier copy = new Frontier(size);
        copy.subtrees.addAll(subtrees);
        return copy;
    }

    /** Appends a leaf. */
    void append(Sha256 leafHash) {
        append(leafHash, (level, index, hash) -> {});
    }

    /** Appends a leaf. */
    public void append(Sha256 leafHash, Completed completed) {
        Sha256 hash = leafHash;
        long index = size;
        int level = 0;
        completed.subtree(level, index, hash);
        while ((index & 1) == 1) {
            hash = MerkleTree.nodeHash(subtrees.removeLast(), hash);
            index >>= 1;
            level++;
            completed.subtree(level, index, hash);
        }
        subtrees.addLast(hash);
        size++;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** The root of the tree as it is now. */
    public Sha256 root() {
        Iterator<Sha256> smallestFirst = subtrees.descendingIterator();
        if (!smallestFirst.hasNext()) {
            return MerkleTree.EMPTY_ROOT;
        }
        Sha256 root = smallestFirst.next();
        while (smallestFirst.hasNext()) {
            root = MerkleTree.nodeHash(smallestFirst.next(), root);
        }
        return root;
    }

    /** The hashes, one after the other. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(subtrees.size() * Sha256.BYTES);
        subtrees.forEach(hash -> bytes.put(hash.bytes()));
        return bytes.array();
    }
}
