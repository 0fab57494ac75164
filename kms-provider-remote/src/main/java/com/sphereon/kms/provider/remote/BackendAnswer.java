package com.sphereon.kms.provider.remote;

import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Response;

/**
 * What a backend answered. Prints without its body, which may be secret.
 *
 * @param status from 200 to 599, 401 only where nobody has made a failure of it
 * @param headers without {@code Retry-After}
 * @param retryAfter {@code Retry-After}, in seconds or as a date (RFC 9110 section 10.2.3), when it makes sense
 * @param body at most {@value HttpTransport#MAX_ANSWER_BYTES} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BackendAnswer(int status, Headers headers, Optional<Duration> retryAfter, byte[] body) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    static BackendAnswer of(Response response, byte[] body, Optional<String> retryAfter, Clock clock) {
        return new BackendAnswer(
                response.code(), response.headers(), retryAfter.flatMap(text -> duration(text, clock)), body);
    }

    private static Optional<Duration> duration(String text, Clock clock) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Integer.parseInt(text)));
        }
        try {
            Instant moment = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(Duration.between(clock.instant(), moment)).filter(wait -> !wait.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the status is one from 200 to 299. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /**
     * This answer, when it says that what was asked for was done.
     *
     * @throws RemoteFailure of the kind the status stands for, when it does not
     */
    public BackendAnswer requireSuccess() {
        if (isSuccess()) {
            return this;
        }
        throw failure();
    }

    /** The failure the status stands for: of the ones in the standard, those that are no mistake of ours. */
    public RemoteFailure failure() {
        return switch (status) {
            case 401, 403, 407 -> RemoteFailure.of(Kind.DENIED, "the backend refused our credentials");
            case 404, 410 -> RemoteFailure.of(Kind.NOT_FOUND, "the backend has no such key");
            case 409, 412 -> RemoteFailure.of(Kind.CONFLICT, "it contradicts what is at the backend");
            case 423 -> RemoteFailure.of(Kind.DISABLED, "the backend has locked the key");
            case 400, 422 -> RemoteFailure.of(Kind.INVALID, "the backend cannot do that");
            case 429 ->
                RemoteFailure.of(Kind.THROTTLED, "the backend has too many requests")
                        .retryAfter(retryAfter);
            case 408, 500, 502, 503, 504 ->
                RemoteFailure.of(Kind.UNAVAILABLE, "the backend failed with status " + status)
                        .retryAfter(retryAfter);
            default -> RemoteFailure.of(Kind.UNEXPECTED, "the backend answered with status " + status);
        };
    }

    @Override
    public String toString() {
        return "status %d with %d bytes".formatted(status, body.length);
    }
}
