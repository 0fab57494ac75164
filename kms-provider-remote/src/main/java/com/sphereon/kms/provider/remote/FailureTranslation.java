package com.sphereon.kms.provider.remote;

import com.sphereon.kms.core.model.ConflictException;
import com.sphereon.kms.core.model.InvalidRequestException;
import com.sphereon.kms.core.model.KmsException;
import com.sphereon.kms.core.model.NotFoundException;
import com.sphereon.kms.core.model.ProviderFailedException;
import com.sphereon.kms.core.model.ProviderId;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.provider.remote.RemoteFailure.Kind;
import java.time.Duration;

/** The one place where what happened at a backend becomes a failure of the core's family. */
final class FailureTranslation {
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
    /** Somebody has to do something. */
    private static final Duration RETRY_AFTER_DENIED = Duration.ofSeconds(30);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final ProviderId provider;

    FailureTranslation(ProviderId provider) {
        this.provider = provider;
    }

    /** Credentials are ours and not the caller's: where they are refused, the provider is of no use until they are mended. */
    KmsException translate(String operation, RemoteFailure failure) {
        String message = sentence(operation, failure.message());
        return switch (failure.kind()) {
            case THROTTLED, UNAVAILABLE, DENIED -> unavailable(operation, failure);
            case UNEXPECTED -> new ProviderFailedException(message, failure);
            case NOT_FOUND -> new NotFoundException(message);
            case DISABLED, CONFLICT -> new ConflictException(message);
            case INVALID -> new InvalidRequestException(message);
        };
    }

    private UnavailableException unavailable(String operation, RemoteFailure failure) {
        Duration usual = failure.kind() == Kind.DENIED ? RETRY_AFTER_DENIED : DEFAULT_RETRY_AFTER;
        UnavailableException unavailable =
                unavailable(operation, failure.message(), failure.retryAfter().orElse(usual), failure);
        return failure.isUndone() ? unavailable.nothingBegun() : unavailable;
    }

    /** That the call could not be made or finished. */
    UnavailableException unavailable(String operation, String why, Throwable cause) {
        return unavailable(operation, why, DEFAULT_RETRY_AFTER, cause);
    }

    /** Whole seconds, since that is what HTTP can say, and at least one of them. */
    UnavailableException unavailable(String operation, String why, Duration retryAfter, Throwable cause) {
        long seconds = Math.clamp(
                retryAfter.plus(Duration.ofNanos(999_999_999)).toSeconds(), 1, (int) LONGEST_RETRY_AFTER.toSeconds());
        return new UnavailableException(sentence(operation, why), Duration.ofSeconds(seconds), cause);
    }

    private String sentence(String operation, String why) {
        return "Provider %s: %s failed: %s".formatted(provider, operation, why);
    }
}
