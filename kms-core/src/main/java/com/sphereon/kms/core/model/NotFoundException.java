package com.sphereon.kms.core.model;

/** What was named does not exist for this tenant. The same is said of what belongs to another tenant. */
public final class NotFoundException extends KmsException {

    /** With the default code of this failure. */
    public NotFoundException(String message) {
        this(ErrorCode.NOT_FOUND, message);
    }

    /** With a more precise code. */
    public NotFoundException(ErrorCode code, String message) {
        super(code, message, null);
    }
}
