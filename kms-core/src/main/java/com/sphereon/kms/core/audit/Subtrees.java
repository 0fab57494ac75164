package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;

/** Knows the hashes of the complete subtrees of one tree, which only grows. */
public interface Subtrees {

    /**
     * @param level 0 for a leaf; the subtree has 2^level leaves
     * @param index among the subtrees of its level, from 0
     */
    Sha256 hash(int level, long index);
}
