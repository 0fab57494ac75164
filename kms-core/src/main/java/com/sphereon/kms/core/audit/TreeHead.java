package com.sphereon.kms.core.audit;

import com.sphereon.kms.core.model.Sha256;

/** Size and root of a tree. */
public record TreeHead(long size, Sha256 root) {
    /** Of a tree without leaves. */
    public static final TreeHead EMPTY = new TreeHead(0, MerkleTree.EMPTY_ROOT);
}
