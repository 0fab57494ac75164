package com.sphereon.kms.core.model;

/** The request itself is wrong: the caller must change it. The message names the field, what was given and what is allowed. */
public final class InvalidRequestException extends KmsException {

    /** With the default code of this failure. */
    public InvalidRequestException(String message) {
        this(ErrorCode.BAD_REQUEST, message);
    }

    /** With a more precise code. */
    public InvalidRequestException(ErrorCode code, String message) {
        super(code, message, null);
    }
}
