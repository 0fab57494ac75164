package com.sphereon.kms.http;

import io.javalin.http.Context;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id that ties a call to its traces: the caller's, or a new one. Sent back with every response. */
final class CorrelationId {
    static final String HEADER = "X-Correlation-ID";

    private CorrelationId() {}

    static void assign(Context context) {
        context.header(HEADER, givenOrNew(context.header(HEADER)));
    }

    static String givenOrNew(@Nullable String given) {
        return given != null && com.sphereon.kms.core.model.CorrelationId.isAllowed(given)
                ? given
                : UUID.randomUUID().toString();
    }

    static String of(Context context) {
        return String.valueOf(context.res().getHeader(HEADER));
    }

    /** As the audit trail names it. */
    static com.sphereon.kms.core.model.CorrelationId recorded(Context context) {
        return new com.sphereon.kms.core.model.CorrelationId(of(context));
    }
}
