package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes roots and proofs of a tree, also of its earlier sizes (RFC 6962 sections 2.1.1 and 2.1.2). */
public final class Proofs {
    private final Subtrees subtrees;

    /** @param subtrees all that are complete at the sizes that will be asked for */
    public Proofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** The root of the tree when it had that many leaves. */
    public Sha256 root(long size) {
        return size == 0 ? MerkleTree.EMPTY_ROOT : hash(0, size);
    }

    /**
     * That a leaf is in the tree: what it takes to compute the root from the leaf, from the bottom up.
     *
     * @param index of the leaf, less than {@code size}
     */
    public List<Sha256> inclusion(long index, long size) {
        requireRange(index >= 0 && index < size);
        List<Sha256> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + MerkleTree.split(end - begin);
            if (index < middle) {
                path.add(hash(middle, end));
                end = middle;
            } else {
                path.add(hash(begin, middle));
                begin = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /**
     * That the tree of the later size begins with all of the earlier one.
     *
     * @param from at least 1, not more than {@code to}
     */
    public List<Sha256> consistency(long from, long to) {
        requireRange(from >= 1 && from <= to);
        List<Sha256> path = new ArrayList<>();
        long begin = 0;
        long end = to;
        while (from != end) {
            long middle = begin + MerkleTree.split(end - begin);
            if (from <= middle) {
                path.add(hash(middle, end));
                end = middle;
            } else {
                path.add(hash(begin, middle));
                begin = middle;
            }
        }
        if (begin > 0) {
            path.add(hash(begin, end));
        }
        Collections.reverse(path);
        return path;
    }

    /** Of the leaves from {@code begin} to before {@code end}, where a tree that divides as it must has a subtree. */
    private Sha256 hash(long begin, long end) {
        long leaves = end - begin;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return subtrees.hash(level, begin >> level);
        }
        long middle = begin + MerkleTree.split(leaves);
        return MerkleTree.nodeHash(hash(begin, middle), hash(middle, end));
    }

    private static void requireRange(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("no such part of the tree");
        }
    }
}
