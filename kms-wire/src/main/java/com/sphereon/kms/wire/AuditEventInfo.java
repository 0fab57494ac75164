package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code AuditEvent}: a record of the audit log.
 *
 * @param leafHash base64, as the log keeps it
 * @param leaf base64 of the octets the hash is over
 * @param event what the leaf says; absent when it is no JSON any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEventInfo(
        long index, String leafHash, String leaf, @Nullable Map<String, Object> event) {}
