package com.sphereon.kms.wire;

/**
 * Schema {@code AuditCheckpoint}.
 *
 * @param rootHash base64
 * @param kid of the key version that signed
 * @param note the signed text (C2SP tlog-checkpoint)
 */
public record AuditCheckpointInfo(long size, String rootHash, String kid, String at, String note) {}
