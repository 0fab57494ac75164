package com.sphereon.kms.wire;

import java.util.List;

/** Schema {@code AuditConsistencyProof} (RFC 6962 section 2.1.2). All hashes are base64. */
public record AuditConsistencyProof(long from, long to, String fromRootHash, String toRootHash, List<String> hashes) {}
