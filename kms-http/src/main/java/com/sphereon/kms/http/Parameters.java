package com.sphereon.kms.http;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderId;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in the URL and in headers. A parameter that cannot be decoded or is given twice is refused, since leaving it out
 * would widen what the caller narrowed.
 */
final class Parameters {
    /** Which things are meant: only with the value {@link #ALL} those too that are hidden else. */
    static final String SCOPE = "scope";

    static final String ALL = "all";

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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

    /**
     * Whether a query parameter says {@code true}; when it is missing it does not.
     *
     * @throws InvalidRequestException when it says anything else than {@code true} or {@code false}
     */
    static boolean flag(Context context, String name) {
        String value = query(context, name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new InvalidRequestException(name + " must be true or false");
        }
        return value.equals("true");
    }

    /**
     * Whether what is hidden is meant too.
     *
     * @throws InvalidRequestException when the parameter says anything else than {@code all}
     */
    static boolean isScopeAll(Context context) {
        Optional<String> scope = query(context, SCOPE);
        if (scope.isPresent() && !scope.get().equals(ALL)) {
            throw new InvalidRequestException("%s must be %s, or be left out".formatted(SCOPE, ALL));
        }
        return scope.isPresent();
    }

    /**
     * The value of a header, if it is given.
     *
     * @throws InvalidRequestException when it is given twice
     */
    static Optional<String> header(Context context, String name) {
        List<String> values = headers(context, name);
        if (values.size() > 1) {
            throw new InvalidRequestException("header %s is given more than once".formatted(name));
        }
        return values.stream().findFirst();
    }

    /** The value of a header that is a list, be it given in several lines (RFC 9110 section 5.3). */
    static Optional<String> headerList(Context context, String name) {
        List<String> values = headers(context, name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    private static List<String> headers(Context context, String name) {
        return Collections.list(context.req().getHeaders(name));
    }

    /** The id a text is; nothing when it is none, or written in another way than we write ids. */
    static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    static boolean hasProviderInPath(Context context) {
        return context.pathParamMap().containsKey("providerId");
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
