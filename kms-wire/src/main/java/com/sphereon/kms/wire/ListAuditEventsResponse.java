package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Schema {@code ListAuditEventsResponse}.
 *
 * @param next what to give as {@code cursor} for the next page; absent when there is none now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListAuditEventsResponse(
        List<AuditEventInfo> events, @Nullable String next) {}
