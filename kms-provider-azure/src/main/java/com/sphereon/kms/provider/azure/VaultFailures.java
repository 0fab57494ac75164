package com.sphereon.kms.provider.azure;

import com.azure.core.exception.HttpResponseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.sphereon.kms.provider.remote.BackendAnswer;
import com.sphereon.kms.provider.remote.RemoteFailure;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the SDK throws, as failures of our own. */
final class VaultFailures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CAUSES = 20;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int UNAUTHORIZED = 401;
    private static final Set<String> NOT_IN_USE = Set.of("KeyDisabled", "KeyExpired", "KeyNotYetValid");

    private VaultFailures() {}

    /** What the vault answered, or that it did not. */
    static RemoteFailure of(RuntimeException thrown) {
        return find(thrown, RemoteFailure.class)
                .or(() -> answer(thrown).map(answer -> ofAnswer(answer, thrown)))
                .or(() -> find(thrown, TimeoutException.class)
                        .map(timeout -> RemoteFailure.of(Kind.UNAVAILABLE, "the vault was too slow", timeout)))
                .orElseGet(() -> RemoteFailure.of(Kind.UNEXPECTED, "the answer could not be understood", thrown));
    }

    /** Whether the vault did not accept the token. */
    static boolean isUnauthorized(RuntimeException thrown) {
        return answer(thrown).filter(answer -> answer.status() == UNAUTHORIZED).isPresent();
    }

    private static RemoteFailure ofAnswer(BackendAnswer answer, RuntimeException thrown) {
        if (answer.isSuccess()) {
            return RemoteFailure.of(Kind.UNEXPECTED, "the answer could not be understood", thrown);
        }
        String reason = reason(answer);
        if (NOT_IN_USE.contains(reason)) {
            return RemoteFailure.of(Kind.DISABLED, "the key is disabled, expired or not valid yet");
        }
        return switch (reason) {
            case "KeyOperationForbidden" ->
                RemoteFailure.of(Kind.DISABLED, "the key is not permitted to be used for that");
            case "ObjectIsBeingDeleted", "ObjectIsDeletedButRecoverable" ->
                RemoteFailure.of(Kind.CONFLICT, "a key of that name was deleted, and not purged yet");
            default -> answer.failure();
        };
    }

    /** The inner code of the error, which tells more than the outer one and the status. */
    private static String reason(BackendAnswer answer) {
        try {
            JsonNode error = JSON.readTree(answer.body()).path("error");
            return error.path("innererror").path("code").asText("");
        } catch (IOException e) {
            return ""; // then the status alone counts
        }
    }

    private static Optional<BackendAnswer> answer(RuntimeException thrown) {
        return find(thrown, HttpResponseException.class)
                .map(HttpResponseException::getResponse)
                .filter(SdkHttpResponse.class::isInstance)
                .map(response -> ((SdkHttpResponse) response).answer());
    }

    /** Why there is no token. The vault was not asked for anything yet, so that whatever fails here may be repeated. */
    static RemoteFailure ofTokens(RuntimeException thrown) {
        Optional<RemoteFailure> failure = find(thrown, RemoteFailure.class);
        if (failure.isPresent()) {
            return failure.get().undone();
        }
        Optional<MsalServiceException> refusal = find(thrown, MsalServiceException.class);
        Optional<Duration> wait = refusal.flatMap(VaultFailures::retryAfter);
        int status = refusal.map(MsalServiceException::statusCode).orElse(0);
        if (status == TOO_MANY_REQUESTS) {
            return RemoteFailure.of(Kind.THROTTLED, "there are too many requests for tokens", thrown)
                    .retryAfter(wait);
        }
        return status >= SERVER_ERRORS
                ? RemoteFailure.of(Kind.UNAVAILABLE, "no token can be had now", thrown)
                        .undone()
                        .retryAfter(wait)
                : RemoteFailure.of(Kind.DENIED, "our credentials are missing or were refused", thrown);
    }

    /** As {@link SdkHttpResponse} wrote it. */
    private static Optional<Duration> retryAfter(MsalServiceException refusal) {
        return Optional.ofNullable(refusal.headers()).stream()
                .flatMap(headers -> headers.entrySet().stream())
                .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static <T> Optional<T> find(Throwable thrown, Class<T> type) {
        @Nullable Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
