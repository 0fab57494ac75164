package com.sphereon.kms.core.model;

/** What is stored is not what the caller saw when deciding on the change. Nothing was changed. */
public final class PreconditionFailedException extends KmsException {

    /** With the default code of this failure. */
    public PreconditionFailedException(String message) {
        super(ErrorCode.PRECONDITION_FAILED, message, null);
    }
}
