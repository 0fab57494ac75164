package com.sphereon.kms.http;

import com.sphereon.kms.core.model.InvalidRequestException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: JSON, and no longer than allowed, whether a length was announced or not. */
final class Body {
    /** How much of a body that is too long is read and dropped, so that the client gets to see the answer. */
    private static final int MAX_DRAINED_BYTES = 64 * 1024 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final int maxBytes;

    Body(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * @throws HttpResponseException 413 or 415
     * @throws InvalidRequestException when there is no body
     */
    byte[] bytes(Context context) {
        requireJson(context.contentType());
        try (InputStream stream = context.bodyInputStream()) {
            byte[] bytes = stream.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                drain(stream);
                throw new HttpResponseException(
                        HttpStatus.CONTENT_TOO_LARGE.getCode(),
                        "the body is longer than the %d bytes that are allowed".formatted(maxBytes));
            }
            if (bytes.length == 0) {
                throw new InvalidRequestException("the body is missing; a JSON object is needed");
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidRequestException("the body could not be read to its end");
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
