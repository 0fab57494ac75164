package com.sphereon.kms.core.model;

/** The request contradicts what exists now: a taken name, another state, a concurrent change. Nothing was changed. */
public final class ConflictException extends KmsException {

    /** With the default code of this failure. */
    public ConflictException(String message) {
        this(ErrorCode.CONFLICT, message);
    }

    /** With a more precise code. */
    public ConflictException(ErrorCode code, String message) {
        super(code, message, null);
    }
}
