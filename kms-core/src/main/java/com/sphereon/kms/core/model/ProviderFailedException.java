package com.sphereon.kms.core.model;

import org.jspecify.annotations.Nullable;

/** The provider answered, but with a failure or with something that is not about the key and algorithm asked for. */
public final class ProviderFailedException extends KmsException {

    /** @param cause what the provider threw; logged, never shown */
    public ProviderFailedException(String message, @Nullable Throwable cause) {
        super(ErrorCode.BAD_GATEWAY, message, cause);
    }
}
