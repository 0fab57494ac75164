package com.sphereon.kms.core.model;

import org.jspecify.annotations.Nullable;

/**
 * The closed family of failures the service reports. Adapters translate what their backends throw into a member of it.
 *
 * <p>The message is written for the caller: it may be shown to any client of the tenant, so it never contains key
 * material, credentials, or text of a provider or database. Those belong into the cause, which is logged at most.
 */
public abstract sealed class KmsException extends RuntimeException
        permits InvalidRequestException,
                NotFoundException,
                ConflictException,
                PreconditionFailedException,
                UnprocessableException,
                DeniedException,
                UnsupportedException,
                UnavailableException,
                ProviderFailedException,
                IntegrityException {

    private final ErrorCode code;

    KmsException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable code a client may act on. */
    public final ErrorCode code() {
        return code;
    }

    /** Whether the same call may succeed later without the caller changing anything. */
    public boolean retryable() {
        return false;
    }
}
