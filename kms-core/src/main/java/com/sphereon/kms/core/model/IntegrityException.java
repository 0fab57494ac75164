package com.sphereon.kms.core.model;

import org.jspecify.annotations.Nullable;

/** Stored data is damaged or contradicts itself: a key file that does not decrypt, a row that cannot be. */
public final class IntegrityException extends KmsException {

    /** @param cause what revealed the damage; logged, never shown */
    public IntegrityException(String message, @Nullable Throwable cause) {
        super(ErrorCode.INTERNAL_ERROR, message, cause);
    }
}
