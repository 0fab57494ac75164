package com.sphereon.kms.wire;

import java.util.List;

/**
 * Schema {@code AuditInclusionProof} (RFC 6962 section 2.1.1). All hashes are base64.
 *
 * @param size of the tree
 * @param hashes from the leaf's side to the root's
 */
public record AuditInclusionProof(long index, long size, String leafHash, String rootHash, List<String> hashes) {}
