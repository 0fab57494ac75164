package com.sphereon.kms.app.audit;

/** The log could not be exported. The message says why, for whoever asked for it; nothing was written then. */
public final class ExportFailedException extends RuntimeException {

    ExportFailedException(String message) {
        super(message);
    }
}
