package com.sphereon.kms.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes responses. */
final class Answer {
    private static final String JSON = "application/json";

    private Answer() {}

    static void json(Context context, HttpStatus status, Object value) {
        context.status(status).contentType(JSON).result(Json.write(value));
    }

    static void ok(Context context, Object value) {
        json(context, HttpStatus.OK, value);
    }

    /** 201 with where the new thing can be fetched. */
    static void created(Context context, String location, Object value) {
        context.header("Location", location);
        json(context, HttpStatus.CREATED, value);
    }

    static void noContent(Context context) {
        context.status(HttpStatus.NO_CONTENT);
    }

    /** A name as one path segment (RFC 3986 section 3.3). */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
