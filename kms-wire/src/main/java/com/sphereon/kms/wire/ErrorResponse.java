package com.sphereon.kms.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error: flat for the clients that read {@code code} and {@code message} at the top, nested for those
 * that look into {@code error}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorResponse(
        String code, String message, @Nullable Map<String, Object> details, ErrorBody error) {

    /** The nested form. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ErrorBody(
            String code, String message, @Nullable Map<String, Object> details) {}

    /** Both forms of one error. */
    public static ErrorResponse of(String code, String message) {
        return new ErrorResponse(code, message, null, new ErrorBody(code, message, null));
    }
}
