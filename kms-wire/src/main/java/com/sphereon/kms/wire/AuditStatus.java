package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code AuditStatus}: how far a log is.
 *
 * @param origin names the log in its checkpoints
 * @param size how many events there are; absent when that cannot be told any more, as the alarm says
 * @param rootHash base64; absent likewise
 * @param checkpoint the newest one
 * @param alarm why no more checkpoints are made; absent when all is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditStatus(
        String origin,
        @Nullable Long size,
        @Nullable String rootHash,
        @Nullable AuditCheckpointInfo checkpoint,
        @Nullable String alarm) {}
