package com.sphereon.kms.http;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.UnavailableException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: JSON, and no longer than allowed, whether a length was announced or not. */
final class Body {
    /** How much of a body that is too long is read and dropped, so that the client gets to see the answer. */
    private static final int MAX_DRAINED_BYTES = 64 * 1024 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    /** Up to this length a body is read without asking how much memory others take; a signature needs a few hundred. */
    private static final int SMALL_BYTES = 8 * 1024;

    /** Large bodies together take at most one part in so many of the heap. */
    private static final int SHARE_OF_HEAP = 4;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int maxBytes;
    private final Semaphore largeBodies;

    /** @param maxBytes longest body */
    Body(int maxBytes) {
        this(maxBytes, (int) (Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / maxBytes));
    }

    Body(int maxBytes, int maxLargeBodies) {
        this.maxBytes = maxBytes;
        this.largeBodies = new Semaphore(Math.max(1, maxLargeBodies));
    }

    /**
     * @throws HttpResponseException 413 or 415
     * @throws InvalidRequestException when there is no body
     * @throws UnavailableException when too many large bodies are being read already
     */
    byte[] bytes(Context context) {
        byte[] bytes = bytesIfPresent(context);
        if (bytes.length == 0) {
            throw new InvalidRequestException("the body is missing; a JSON object is needed");
        }
        return bytes;
    }

    /**
     * As {@link #bytes}, for requests that need no body.
     *
     * @return nothing when there is no body
     */
    byte[] bytesIfPresent(Context context) {
        requireJson(context.contentType());
        try (InputStream stream = context.bodyInputStream()) {
            byte[] start = stream.readNBytes(SMALL_BYTES);
            return start.length < SMALL_BYTES ? start : large(start, stream);
        } catch (IOException e) {
            throw new InvalidRequestException("the body could not be read to its end");
        }
    }

    /** So many clients that send large bodies slowly cannot fill the heap, nor keep small requests from being read. */
    private byte[] large(byte[] start, InputStream stream) throws IOException {
        if (!largeBodies.tryAcquire()) {
            throw new UnavailableException(
                    "Too many large requests are being read now", RETRY_AFTER, new IllegalStateException("no permit"));
        }
        try {
            byte[] rest = stream.readNBytes(maxBytes - start.length + 1);
            if (start.length + rest.length > maxBytes) {
                drain(stream);
                throw new HttpResponseException(
                        HttpStatus.CONTENT_TOO_LARGE.getCode(),
                        "the body is longer than the %d bytes that are allowed".formatted(maxBytes));
            }
            byte[] all = Arrays.copyOf(start, start.length + rest.length);
            System.arraycopy(rest, 0, all, start.length, rest.length);
            return all;
        } finally {
            largeBodies.release();
        }
    }

    <T> T read(Context context, Class<T> type) {
        return Json.read(bytes(context), type);
    }

    private static void drain(InputStream stream) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int dropped = 0;
        for (int read = stream.read(buffer); read >= 0 && dropped < MAX_DRAINED_BYTES; read = stream.read(buffer)) {
            dropped += read;
        }
    }

    private static void requireJson(@Nullable String contentType) {
        if (contentType == null) {
            return;
        }
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mediaType.equals("application/json") && !mediaType.endsWith("+json")) {
            throw new HttpResponseException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(), "Content-Type must be application/json");
        }
    }
}
