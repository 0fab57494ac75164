package com.sphereon.kms.core.model;

/** The provider cannot do this. Found out from its capabilities, before any call to a backend. */
public final class UnsupportedException extends KmsException {

    /** With the default code of this failure. */
    public UnsupportedException(String message) {
        this(ErrorCode.NOT_IMPLEMENTED, message);
    }

    /** With a more precise code. */
    public UnsupportedException(ErrorCode code, String message) {
        super(code, message, null);
    }
}
