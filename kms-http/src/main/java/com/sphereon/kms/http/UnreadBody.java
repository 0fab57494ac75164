package com.sphereon.kms.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Deals with the body of a request that was answered without reading it. The answer is already on its way; if the rest
 * of the body were left alone, the connection would be reset while the client still sends, and many clients then never
 * see the answer.
 */
final class UnreadBody {
    /** More than this is not taken from somebody who may not come in; the connection is closed instead. */
    private static final int MAX_BYTES = 1024 * 1024;

    /** Time after which no further read begins; one that waits is ended by the server's idle timeout. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int BUFFER_BYTES = 16 * 1024;

    private UnreadBody() {}

    /** Whether a client waits for leave to send the body, which it does not get. */
    static boolean isHeldBack(HttpServletRequest request) {
        return request.getHeader("Expect") != null;
    }

    static void drop(HttpServletRequest request) {
        if (isHeldBack(request)) {
            return;
        }
        try (ServletInputStream body = request.getInputStream()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long begun = System.nanoTime();
            int dropped = 0;
            for (int read = body.read(buffer);
                    read >= 0 && dropped < MAX_BYTES && System.nanoTime() - begun < MAX_NANOS;
                    read = body.read(buffer)) {
                dropped += read;
            }
        } catch (IOException e) {
            // the client went away, which is the end of the body too
        }
    }
}
