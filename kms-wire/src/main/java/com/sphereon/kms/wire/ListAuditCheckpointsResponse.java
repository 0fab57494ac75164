package com.sphereon.kms.wire;

import java.util.List;

/** Schema {@code ListAuditCheckpointsResponse}. */
public record ListAuditCheckpointsResponse(List<AuditCheckpointInfo> checkpoints) {}
