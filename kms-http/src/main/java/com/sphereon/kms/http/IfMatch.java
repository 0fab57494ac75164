package com.sphereon.kms.http;

import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.Tag;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** Reads which state of a thing a change is meant for (RFC 9110 section 13.1.1). */
final class IfMatch {
    private static final String HEADER = "If-Match";

    private IfMatch() {}

    /**
     * The condition of a change to what is always there, be it as it is by default.
     *
     * @throws HttpResponseException 428 when the header is missing
     * @throws InvalidRequestException when it is not of the allowed form
     */
    static Tag.Precondition required(Context context) {
        EntityTags tags = read(context).orElseThrow(IfMatch::missing);
        return current -> tags.any() || tags.strong().contains(current.value());
    }

    /**
     * The condition of a change to what may not be there yet: whoever makes it need not have seen it. The condition throws
     * {@link HttpResponseException} 428 when it is there and the header is missing.
     *
     * @throws InvalidRequestException when the header is not of the allowed form
     */
    static Tag.Precondition requiredIfPresent(Context context) {
        Optional<EntityTags> tags = read(context);
        return current -> {
            boolean present = !current.equals(Tag.DEFAULT);
            if (present && tags.isEmpty()) {
                throw missing();
            }
            return tags.map(given -> given.any() ? present : given.strong().contains(current.value()))
                    .orElse(true);
        };
    }

    private static Optional<EntityTags> read(Context context) {
        return Parameters.headerList(context, HEADER)
                .map(
                        text -> EntityTags.parse(text)
                                .orElseThrow(
                                        () -> new InvalidRequestException(
                                                "If-Match is not of the allowed form; it is * or ETags in double quotes, such as If-Match: \"1-abc\"")));
    }

    private static HttpResponseException missing() {
        return new HttpResponseException(
                HttpStatus.PRECONDITION_REQUIRED.getCode(),
                "If-Match is missing; it must name the ETag of what is to be changed, such as If-Match: \"0\"");
    }
}
