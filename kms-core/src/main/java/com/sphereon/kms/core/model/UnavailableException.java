package com.sphereon.kms.core.model;

import java.time.Duration;

/** A backend or the database cannot be reached or is too slow. Nothing was answered that might not be true. */
public final class UnavailableException extends KmsException {
    private final Duration retryAfter;

    /**
     * @param retryAfter how long the caller should wait before trying again
     * @param cause what the backend or the driver threw; logged, never shown
     */
    public UnavailableException(String message, Duration retryAfter, Throwable cause) {
        super(ErrorCode.SERVICE_UNAVAILABLE, message, cause);
        this.retryAfter = retryAfter;
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
