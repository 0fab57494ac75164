package com.sphereon.kms.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties a call to its traces: the caller's, or a new one. Sent back with every response. */
final class CorrelationId {
    static final String HEADER = "X-Correlation-ID";

    /** Narrow, because the id goes into logs and a response header. */
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private CorrelationId() {}

    static void assign(Context context) {
        context.header(HEADER, givenOrNew(context.header(HEADER)));
    }

    static String givenOrNew(@Nullable String given) {
        return given != null && ACCEPTED.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    static String of(Context context) {
        return String.valueOf(context.res().getHeader(HEADER));
    }
}
