package com.sphereon.kms.http;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in the URL. A parameter that cannot be decoded or is given twice is refused, since leaving it out
 * would widen what the caller narrowed.
 */
final class Parameters {
    private Parameters() {}

    /**
     * The value of a query parameter, if it is given.
     *
     * @throws InvalidRequestException when it is given twice, or any parameter is not percent-encoded UTF-8
     */
    static Optional<String> query(Context context, String name) {
        @Nullable String query = context.queryString();
        Optional<String> found = Optional.empty();
        if (query == null || query.isEmpty()) {
            return found;
        }
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (decoded(parts[0]).equals(name)) {
                if (found.isPresent()) {
                    throw new InvalidRequestException("query parameter %s is given more than once".formatted(name));
                }
                found = Optional.of(parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return found;
    }

    /** @throws NotFoundException when the text is no provider id, since then there is no such provider */
    static ProviderId provider(String text) {
        try {
            return new ProviderId(text);
        } catch (InvalidRequestException e) {
            throw new NotFoundException("Provider not found; the providers are listed at /providers");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("the query is not percent-encoded UTF-8 (RFC 3986 section 2.1)");
        }
    }
}
