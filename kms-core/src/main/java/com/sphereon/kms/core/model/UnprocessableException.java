package com.sphereon.kms.core.model;

/** The request is well formed, but contradicts one that was made before. Nothing was changed. */
public final class UnprocessableException extends KmsException {

    /** With the default code of this failure. */
    public UnprocessableException(String message) {
        super(ErrorCode.UNPROCESSABLE_ENTITY, message, null);
    }
}
