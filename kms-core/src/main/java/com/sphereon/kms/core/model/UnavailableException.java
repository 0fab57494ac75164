package com.sphereon.kms.core.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A backend or the database cannot be reached or is too slow. Nothing was answered that might not be true. */
public final class UnavailableException extends KmsException {
    private final Duration retryAfter;
    private final boolean nothingBegun;

    /**
     * @param retryAfter how long the caller should wait before trying again
     * @param cause what the backend or the driver threw; logged, never shown
     */
    public UnavailableException(String message, Duration retryAfter, Throwable cause) {
        this(message, retryAfter, cause, false);
    }

    private UnavailableException(String message, Duration retryAfter, @Nullable Throwable cause, boolean nothingBegun) {
        super(ErrorCode.SERVICE_UNAVAILABLE, message, cause);
        this.retryAfter = retryAfter;
        this.nothingBegun = nothingBegun;
    }

    /** The same, when it is proven that the backend did nothing, so that there is nothing to take back. */
    public UnavailableException nothingBegun() {
        return new UnavailableException(String.valueOf(getMessage()), retryAfter, getCause(), true);
    }

    /** Whether it is proven that the backend did nothing; if not, it may have done all of it. */
    public boolean isNothingBegun() {
        return nothingBegun;
    }

    /** How long the caller should wait before trying again. */
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
