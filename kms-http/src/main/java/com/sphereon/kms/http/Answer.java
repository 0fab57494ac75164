package com.sphereon.kms.http;

import com.sphereon.kms.core.model.IdempotencyRecord;
import com.sphereon.kms.core.model.Tag;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes responses. */
final class Answer {
    private static final String JSON = "application/json";

    private Answer() {}

    static void json(Context context, HttpStatus status, Object value) {
        context.status(status).contentType(JSON).result(Json.write(value));
    }

    /** The whole answer goes out now; only then what the client still sends is dealt with. */
    static void atOnce(Context context, HttpStatus status, Object value) {
        byte[] body = Json.write(value);
        context.status(status).contentType(JSON);
        context.res().setContentLength(body.length);
        if (UnreadBody.isHeldBack(context.req())) {
            context.header("Connection", "close");
        }
        try {
            context.res().getOutputStream().write(body);
            context.res().flushBuffer();
        } catch (IOException e) {
            // the client went away, and with it the connection
            return;
        }
        UnreadBody.drop(context.req());
    }

    static void ok(Context context, Object value) {
        json(context, HttpStatus.OK, value);
    }

    /** 201 with where the new thing can be fetched. */
    static void created(Context context, String location, Object value) {
        context.header("Location", location);
        json(context, HttpStatus.CREATED, value);
    }

    /** The same once more for a request that was repeated. */
    static void created(Context context, IdempotencyRecord.Answer stored) {
        context.status(stored.status())
                .header("Location", stored.location())
                .contentType(JSON)
                .result(stored.body().getBytes(StandardCharsets.UTF_8));
    }

    /** 200 with the tag of what is shown. */
    static void tagged(Context context, Tag tag, Object value) {
        tag(context, tag);
        ok(context, value);
    }

    /** The header by which a later change says what it is meant for (RFC 9110 section 8.8.3). */
    static void tag(Context context, Tag tag) {
        context.header("ETag", "\"" + tag.value() + "\"");
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
