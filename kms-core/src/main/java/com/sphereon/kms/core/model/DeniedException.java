package com.sphereon.kms.core.model;

/** The caller is known but has no right to do this. */
public final class DeniedException extends KmsException {

    /** With the default code of this failure. */
    public DeniedException(String message) {
        this(ErrorCode.FORBIDDEN, message);
    }

    /** With a more precise code. */
    public DeniedException(ErrorCode code, String message) {
        super(code, message, null);
    }
}
